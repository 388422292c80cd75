import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Json } from '../../client.ts';
import { executionClient, type BranchPreview } from '../../client/executions.ts';
import { Dialog } from '../../part/dialog.tsx';
import { Problem } from '../../part/problem.tsx';
import { Text } from '../../part/text.tsx';
import { editableJson, parsedJson } from '../../part/parsed-json.ts';
import { nameOf } from '../../story/key.ts';

interface BranchDialogProps {
  readonly id: string;
  /** The task that begins anew; null for the whole. */
  readonly from: string | null;
  readonly onClose: () => void;
}

/** Before an execution is branched off: which outside calls would be made again, and with what it begins. */
export function BranchDialog({ id, from, onClose }: BranchDialogProps) {
  const preview = useQuery({
    queryKey: ['preview', id, from],
    queryFn: () => executionClient.preview(id, from),
    staleTime: 0,
  });
  const title = from === null ? 'Execute again' : `Branch off at ${nameOf(from).name}`;
  return (
    <Dialog title={title} onClose={onClose}>
      <Problem error={preview.error} />
      {preview.data === undefined ? (
        !preview.isError && <p aria-busy="true">Looking at what would happen…</p>
      ) : (
        <Form id={id} from={from} preview={preview.data} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Form({ id, from, preview, onClose }: BranchDialogProps & { readonly preview: BranchPreview }) {
  const before = editableJson(preview.input);
  const [text, setText] = useState(before);
  const [, go] = useLocation();
  const branch = useMutation({
    mutationFn: () =>
      executionClient.branch(id, {
        ...(from !== null && { from }),
        ...(text !== before && { input: parsedJson('the input', text) satisfies Json }),
      }),
    onSuccess: (made) => {
      onClose();
      go(`/executions/${encodeURIComponent(made.id)}`);
    },
  });
  return (
    <form
      className="branch"
      onSubmit={(event) => {
        event.preventDefault();
        branch.mutate();
      }}
    >
      <p className="faint">
        A new execution begins {from === null ? 'from its start' : 'here'}; this one stays as it is.
        {from !== null && ' What was done before counts as done.'}
      </p>
      <Repeats preview={preview} />
      <label>
        {from === null ? 'Input' : 'What flows into the task'}
        <textarea
          dir="auto"
          rows={Math.min(12, text.split('\n').length + 1)}
          spellCheck={false}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <Problem error={branch.error} />
      <div className="orders">
        <button type="submit" disabled={branch.isPending}>
          {from === null ? 'Execute again' : 'Branch off'}
        </button>
        <button type="button" onClick={onClose}>
          Leave it
        </button>
      </div>
    </form>
  );
}

/** The outside calls first, because they are what a person decides about. */
function Repeats({ preview: { repeats, undone } }: { readonly preview: BranchPreview }) {
  if (repeats.length + undone.length === 0) return <p className="note">No outside call is made again.</p>;
  return (
    <div className="note wait">
      {repeats.length > 0 && (
        <>
          <strong>
            {repeats.length === 1 ? 'One outside call' : `${repeats.length} outside calls`} may be made again, under new
            keys:
          </strong>
          <ul>
            {repeats.map(({ step, what, became }) => (
              <li key={step}>
                <Text of={what} /> in <Text of={step} /> <small>{became} before</small>
              </li>
            ))}
          </ul>
        </>
      )}
      {undone.map((task) => (
        <p key={task}>
          <Text of={task} /> counts as done, though it has been undone since.
        </p>
      ))}
    </div>
  );
}
