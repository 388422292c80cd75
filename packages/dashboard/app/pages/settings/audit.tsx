import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { system, type AuditEntry } from '../../client/system.ts';
import { Phase } from '../../part/phase.tsx';
import { Problem } from '../../part/problem.tsx';
import { Text } from '../../part/text.tsx';
import { instantText } from '../../time.ts';

type Outcome = AuditEntry['result'];

/** The phase that looks like what became of a request. */
const looks = { done: 'completed', refused: 'cancelled', failed: 'faulted' } as const satisfies Record<Outcome, string>;

const outcomes = ['done', 'refused', 'failed'] as const satisfies readonly Outcome[];

/** Who did what, or was refused, newest first. */
export function Audit() {
  const [user, setUser] = useState('');
  const [result, setResult] = useState<Outcome | ''>('');
  const list = useInfiniteQuery({
    queryKey: ['audit', user, result],
    initialPageParam: 0,
    queryFn: ({ pageParam: before }) => system.audit({ user: user.trim(), result, ...(before > 0 && { before }) }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const entries = list.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <section className="card">
      <header className="page">
        <h2>Who did what</h2>
        <div className="orders">
          <input
            type="search"
            aria-label="User"
            placeholder="User"
            dir="auto"
            value={user}
            onChange={({ target }) => setUser(target.value)}
          />
          <select
            aria-label="Outcome"
            value={result}
            onChange={({ target }) => setResult(outcomes.find((one) => one === target.value) ?? '')}
          >
            <option value="">any outcome</option>
            {outcomes.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </div>
      </header>
      <Problem error={list.error} />
      {list.isSuccess && entries.length === 0 && <p className="facts">Nobody did anything like that.</p>}
      {entries.length > 0 && (
        <div className="scrolled" tabIndex={0} role="region" aria-label="Entries">
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">Outcome</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <Row key={entry.seq} entry={entry} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasNextPage && (
        <button type="button" onClick={() => void list.fetchNextPage()} disabled={list.isFetching}>
          Older ones
        </button>
      )}
    </section>
  );
}

function Row({ entry: { at, user, role, what, action, target, result, reason } }: { readonly entry: AuditEntry }) {
  return (
    <tr>
      <td>
        <time>{instantText(at)}</time>
      </td>
      <td>
        <Text of={user} /> <small>{role}</small>
      </td>
      <td>
        <Text of={what} />
        <br />
        <small>
          <code>{action}</code>
          {target !== null && (
            <>
              {' '}
              <Text of={target} />
            </>
          )}
        </small>
      </td>
      <td>
        <Phase phase={looks[result]} substate={result} />
        {reason !== undefined && (
          <small>
            {' '}
            <Text of={reason} />
          </small>
        )}
      </td>
    </tr>
  );
}
