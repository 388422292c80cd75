import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { planClient, type PlanPage } from '../../client/plans.ts';
import { CodeEditor } from '../../part/code-editor.tsx';
import { remarksOf } from './remarks.ts';

/** The plan as YAML, to be changed by hand; it is checked like every plan before it is kept. */
export function PlanEditor({ page, onDone }: { readonly page: PlanPage; readonly onDone: () => void }) {
  const [text, setText] = useState(page.yaml);
  const queries = useQueryClient();
  const [, setSearch] = useSearchParams();
  const keep = useMutation({
    mutationFn: () => planClient.change(page.name, text),
    onSuccess: (made) => {
      queries.setQueryData(['plan', made.name, made.version], made);
      onDone();
      setSearch({ plan: made.name, version: String(made.version) });
    },
  });
  return (
    <form
      className="card editor-form"
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate();
      }}
    >
      <CodeEditor label="The plan in YAML" text={text} onChange={setText} remarks={remarksOf(keep.error, text)} />
      <div className="orders">
        <button type="submit" disabled={keep.isPending || text === page.yaml}>
          Keep as version {(page.versions.at(-1) ?? 0) + 1}
        </button>
        <button type="button" onClick={onDone}>
          Leave it
        </button>
      </div>
    </form>
  );
}
