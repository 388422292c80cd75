import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../client.ts';
import { Phase } from '../../part/phase.tsx';
import { Problem } from '../../part/problem.tsx';
import { Text } from '../../part/text.tsx';
import { agoText, lengthText } from '../../time.ts';

interface PickProps {
  /** The execution that the other one is compared with; empty when there is none yet. */
  readonly known: string;
  readonly side: 'left' | 'right';
  readonly onChoose: (side: 'left' | 'right', id: string) => void;
}

/** Finds the other execution: those of the same definition first of all. */
export function Pick({ known, side, onChoose }: PickProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const details = useQuery({
    queryKey: ['execution', known],
    queryFn: () => client.execution(known),
    enabled: known !== '',
  });
  const text = typed ?? details.data?.view.definition.name ?? '';
  const list = useQuery({
    queryKey: ['executions', 'compare', text],
    queryFn: () => client.executions({ text, limit: 30 }),
    enabled: known === '' || details.data !== undefined,
  });
  const found = (list.data?.executions ?? []).filter(({ id }) => id !== known);
  return (
    <section className="pick">
      <p>
        {known === '' ? (
          'Choose the first execution.'
        ) : (
          <>
            Choose what <code>{known}</code> is compared with.
          </>
        )}
      </p>
      <label>
        Find
        <input type="search" value={text} onChange={({ target }) => setTyped(target.value)} placeholder="id or name" />
      </label>
      <Problem error={details.error ?? list.error} />
      {list.isSuccess && found.length === 0 && <p className="empty">No other execution is like that.</p>}
      <ul className="cards" aria-label="Executions">
        {found.map((view) => (
          <li key={view.id}>
            <button type="button" onClick={() => onChoose(side, view.id)}>
              <Phase phase={view.phase} substate={view.substate} />
              <Text of={`${view.definition.namespace}/${view.definition.name}`} />
              <span className="faint">{agoText(view.startedAt, Date.now())}</span>
              <span className="faint">{lengthText((view.endedAt ?? Date.now()) - view.startedAt)}</span>
              <code>{view.id}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
