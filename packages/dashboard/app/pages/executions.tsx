import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { client, type ExecutionView } from '../client.ts';
import { Phase } from '../part/phase.tsx';
import { agoText, lengthText } from '../time.ts';

const phases = ['running', 'waiting', 'suspended', 'faulted', 'completed', 'cancelled'];
const page = 200;
const rowHeight = 44;

/** All executions, newest first; what is looked for stands in the address. */
export function Executions() {
  const [search, setSearch] = useSearchParams();
  const [phase, text] = [search.get('phase') ?? '', search.get('text') ?? ''];
  const set = (name: string, value: string): void =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      if (value === '') next.delete(name);
      else next.set(name, value);
      return next;
    });
  const list = useInfiniteQuery({
    queryKey: ['executions', phase, text],
    initialPageParam: '',
    queryFn: ({ pageParam: before }) => client.executions({ phase, text, before, limit: page }),
    getNextPageParam: ({ executions }) => (executions.length < page ? undefined : executions.at(-1)?.id),
    refetchInterval: 3_000,
  });
  const executions = list.data?.pages.flatMap((one) => one.executions) ?? [];
  return (
    <main>
      <header className="page">
        <h1>Executions</h1>
        <Link href="/start" className="button">
          Start one
        </Link>
      </header>
      <div className="filters" role="search">
        <label>
          Phase
          <select value={phase} onChange={({ target }) => set('phase', target.value)}>
            <option value="">all</option>
            {phases.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          Text
          <input
            type="search"
            value={text}
            onChange={({ target }) => set('text', target.value)}
            placeholder="id, name, input, fault"
          />
        </label>
        <Bulk phase={phase} text={text} />
      </div>
      {list.isError && (
        <p role="alert" className="problem">
          {String(list.error)}
        </p>
      )}
      {list.isSuccess && executions.length === 0 && <Nothing isFiltered={phase !== '' || text !== ''} />}
      {executions.length > 0 && <Rows executions={executions} onEnd={() => void list.fetchNextPage()} />}
    </main>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <p className="empty">No execution is like that.</p>;
  return (
    <div className="empty">
      <p>Nothing has been executed yet.</p>
      <p>
        <Link href="/start">Start something here</Link>, or with <code>baton run FILE</code>.
      </p>
    </div>
  );
}

interface RowsProps {
  readonly executions: readonly ExecutionView[];
  readonly onEnd: () => void;
}

function Rows({ executions, onEnd }: RowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const now = Date.now();
  const rows = useVirtualizer({
    count: executions.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const last = rows.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= executions.length - 20) onEnd();
  }, [last, executions.length, onEnd]);
  return (
    <div className="list" ref={scroller} tabIndex={0} role="region" aria-label="Executions">
      <table aria-rowcount={executions.length} style={{ height: rows.getTotalSize() + rowHeight }}>
        <thead>
          <tr>
            <th scope="col">Execution</th>
            <th scope="col">Phase</th>
            <th scope="col">Started</th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>
          {rows.getVirtualItems().map(({ index, start }) => {
            const view = executions[index];
            if (view === undefined) return null;
            return (
              <tr key={view.id} style={{ transform: `translateY(${start}px)`, height: rowHeight }}>
                <td>
                  <Link href={`/executions/${encodeURIComponent(view.id)}`}>
                    <bdi>
                      {view.definition.namespace}/{view.definition.name}
                    </bdi>
                  </Link>
                  <small>
                    <bdi>{view.id}</bdi>
                  </small>
                </td>
                <td>
                  <Phase phase={view.phase} substate={view.substate} />
                </td>
                <td>{agoText(view.startedAt, now)}</td>
                <td>{lengthText((view.endedAt ?? now) - view.startedAt)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** An order to all that the filter finds: first how many that would be, then the order. */
function Bulk({ phase, text }: { readonly phase: string; readonly text: string }) {
  const [action, setAction] = useState('');
  const queries = useQueryClient();
  const filter = { ...(phase !== '' && { phase: [phase] }), ...(text !== '' && { text }) };
  const count = useMutation({ mutationFn: (wanted: string) => client.bulk({ action: wanted, filter, dryRun: true }) });
  const order = useMutation({
    mutationFn: () => client.bulk({ action, filter, dryRun: false }),
    onSuccess: () => {
      setAction('');
      return queries.invalidateQueries({ queryKey: ['executions'] });
    },
  });
  return (
    <>
      <label>
        To all of them
        <select
          value={action}
          onChange={({ target }) => {
            setAction(target.value);
            if (target.value !== '') count.mutate(target.value);
          }}
        >
          <option value="">nothing</option>
          <option value="pause">pause</option>
          <option value="resume">resume</option>
          <option value="cancel">cancel</option>
        </select>
      </label>
      {action !== '' && count.data !== undefined && (
        <button type="button" onClick={() => order.mutate()} disabled={order.isPending || count.data.matched === 0}>
          {action} {count.data.matched}
        </button>
      )}
      {order.isError && (
        <span role="alert" className="problem">
          {String(order.error)}
        </span>
      )}
    </>
  );
}
