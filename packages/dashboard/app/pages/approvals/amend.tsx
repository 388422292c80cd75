import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Json } from '../../client.ts';
import { approvals } from '../../client/approvals.ts';
import { Dialog } from '../../part/dialog.tsx';
import { Problem } from '../../part/problem.tsx';

interface AmendProps {
  readonly id: string;
  readonly input: Json;
  readonly onClose: () => void;
}

/** What is given to the call, to be changed: that is another question, with another answer. */
export function Amend({ id, input, onClose }: AmendProps) {
  const [text, setText] = useState(JSON.stringify(input, null, 2));
  const [, go] = useLocation();
  const queries = useQueryClient();
  const amend = useMutation({
    mutationFn: () => approvals.amend(id, parsed(text)),
    async onSuccess(asked) {
      await queries.invalidateQueries({ queryKey: ['approvals'] });
      onClose();
      go(`/approvals?${new URLSearchParams({ id: asked.id }).toString()}`);
    },
  });
  return (
    <Dialog title="Change the values" onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          amend.mutate();
        }}
      >
        <label>
          Input in JSON
          <textarea
            dir="auto"
            rows={12}
            spellCheck={false}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
        <p className="facts">The question as it stands is withdrawn, and another one is asked about these values.</p>
        <Problem error={amend.error} />
        <div className="orders">
          <button type="submit" disabled={amend.isPending}>
            Ask about these
          </button>
          <button type="button" onClick={onClose}>
            Leave them
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`this is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
