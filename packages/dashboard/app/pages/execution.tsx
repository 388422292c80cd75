import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { client, type Details } from '../client.ts';
import { Phase } from '../part/phase.tsx';
import { Timeline } from '../part/timeline.tsx';
import { Value, visible } from '../part/value.tsx';
import { waitingText } from '../part/waiting.ts';
import { instantText, lengthText } from '../time.ts';

/** What lays a graph out is many times as long as everything else, so it comes when it is wanted. */
const Graph = lazy(async () => ({ default: (await import('../graph/graph.tsx')).Graph }));

/** How long after a message of the stream the page looks again: many come at once. */
const soon = 150;

/** One execution: what went wrong first, what it waits for, its tasks in time and as a graph. */
export function Execution({ id }: { readonly id: string }) {
  const queries = useQueryClient();
  const details = useQuery({ queryKey: ['execution', id], queryFn: () => client.execution(id) });
  const definition = useQuery({
    queryKey: ['definition', id],
    queryFn: () => client.definition(id),
    staleTime: Infinity,
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = client.follow(id, () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries({ queryKey: ['execution', id] });
      }, soon);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [id, queries]);
  if (details.isError)
    return (
      <main>
        <h1>Execution</h1>
        <p role="alert" className="problem">
          {String(details.error)}
        </p>
        <Link href="/">All executions</Link>
      </main>
    );
  if (details.data === undefined) return <main aria-busy="true" />;
  const { view, waitingFor, tasks } = details.data;
  const now = view.endedAt ?? Date.now();
  return (
    <main>
      <header className="page">
        <div>
          <h1>
            <bdi>
              {view.definition.namespace}/{view.definition.name}
            </bdi>
          </h1>
          <p className="facts">
            <Phase phase={view.phase} substate={view.substate} />
            <code>{view.id}</code>
            <span>
              version {view.definition.version}, started {instantText(view.startedAt)} by <bdi>{view.user}</bdi>
            </span>
            <span>{lengthText(now - view.startedAt)}</span>
          </p>
        </div>
        <Orders details={details.data} />
      </header>
      {view.fault !== null && <Failure details={details.data} />}
      {waitingFor.length > 0 && (
        <ul className="waiting" aria-label="Waits for">
          {waitingFor.map((waiting) => (
            <li key={JSON.stringify(waiting)}>
              waits for <bdi>{waitingText(waiting)}</bdi>
            </li>
          ))}
        </ul>
      )}
      {definition.data !== undefined && (
        <section>
          <h2>Graph</h2>
          <Suspense fallback={<p className="empty">Drawing…</p>}>
            <Graph definition={definition.data} tasks={tasks} />
          </Suspense>
        </section>
      )}
      <section>
        <h2>Timeline</h2>
        <Timeline tasks={tasks} now={now} />
      </section>
      {view.phase === 'completed' && <Value label="Output" value={view.output} />}
    </main>
  );
}

function Failure({ details: { view, tasks } }: { readonly details: Details }) {
  const { fault } = view;
  if (fault === null) return null;
  const failed = tasks.find(({ phase }) => phase === 'faulted');
  const again = `baton fork ${view.id}${failed === undefined ? '' : ` --from ${failed.reference}`}`;
  return (
    <section className="failure" role="alert">
      <h2>
        {visible(fault.title ?? fault.type)} {fault.status}
      </h2>
      <p dir="auto">{visible(fault.detail ?? 'It says nothing more.')}</p>
      {fault.instance !== undefined && (
        <p>
          at <code>{fault.instance}</code>
        </p>
      )}
      <Copyable text={again} />
    </section>
  );
}

function Copyable({ text }: { readonly text: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <p className="copyable">
      <code>{text}</code>
      <button type="button" onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
        {isCopied ? 'Copied' : 'Copy'}
      </button>
    </p>
  );
}

/** What can be ordered in this phase. */
function Orders({ details: { view } }: { readonly details: Details }) {
  const queries = useQueryClient();
  const [, go] = useLocation();
  const steer = useMutation({
    mutationFn: (verb: 'pause' | 'resume' | 'cancel') => client.steer(view.id, verb),
    onSettled: () => queries.invalidateQueries({ queryKey: ['execution', view.id] }),
  });
  const again = useMutation({
    mutationFn: () => client.branch(view.id),
    onSuccess: ({ id }) => go(`/executions/${encodeURIComponent(id)}`),
  });
  const isOpen = view.endedAt === null;
  const verb = view.phase === 'suspended' ? 'resume' : 'pause';
  const error = steer.error ?? again.error;
  return (
    <div className="orders">
      {isOpen && (
        <>
          <button type="button" onClick={() => steer.mutate(verb)} disabled={steer.isPending}>
            {verb === 'pause' ? 'Pause' : 'Resume'}
          </button>
          <button type="button" className="danger" onClick={() => steer.mutate('cancel')} disabled={steer.isPending}>
            Cancel
          </button>
        </>
      )}
      {!isOpen && (
        <button type="button" onClick={() => again.mutate()} disabled={again.isPending}>
          Execute again
        </button>
      )}
      {error !== null && (
        <span role="alert" className="problem">
          {String(error)}
        </span>
      )}
    </div>
  );
}
