import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { client, type Details, type Json, type JsonObject } from '../../client.ts';
import { executionClient } from '../../client/executions.ts';
import { isObject } from '../../part/is-object.ts';
import { Problem } from '../../part/problem.tsx';
import { textAt } from '../../part/text-at.ts';
import { Value } from '../../part/value.tsx';
import { waitingKey, waitingWord } from '../../part/waiting.ts';
import type { Story } from '../../story/story.ts';
import { Timeline } from '../../timeline/timeline.tsx';
import { BranchDialog } from './branch-dialog.tsx';
import { Failure } from './failure.tsx';
import { Heading } from './heading.tsx';
import { Inspector } from './inspector.tsx';
import { LiveGraph } from './live-graph.tsx';
import { Results } from './results.tsx';
import { useNow } from './use-now.ts';
import { useStory } from './use-story.ts';
import { Waits } from './waits.tsx';
import '../../style/execution.css';

/** One execution: what went wrong first, what it waits for, its tasks in time and as a graph, and each of them in detail. */
export function Execution({ id }: { readonly id: string }) {
  const details = useQuery({ queryKey: ['execution', id], queryFn: () => client.execution(id) });
  const { story, error } = useStory(id);
  if (details.isError || error !== null)
    return (
      <main>
        <header className="page">
          <h1>Execution</h1>
        </header>
        <Problem error={details.error ?? error} />
        <Link href="/">All executions</Link>
      </main>
    );
  if (details.data === undefined || story === null) return <main className="wide" aria-busy="true" />;
  return <Shown details={details.data} story={story} />;
}

/** What is being branched off: the whole, or from one task. */
type Branching = { readonly from: string | null } | null;

function Shown({ details, story: told }: { readonly details: Details; readonly story: Story }) {
  const { view, waitingFor } = details;
  const story = useMemo(() => withWaiting(told, waitingFor), [told, waitingFor]);
  const [search, setSearch] = useSearchParams();
  const [branching, setBranching] = useState<Branching>(null);
  const now = useNow(view.endedAt === null);
  const until = view.endedAt ?? now;
  const chosen = search.get('task') ?? '';
  const choose = useCallback(
    (key: string) => setSearch(key === '' ? {} : { task: key }, { replace: true }),
    [setSearch],
  );
  const definition = useQuery({
    queryKey: ['definition', view.id, view.definition.hash],
    queryFn: () => client.definition(view.id),
    staleTime: Infinity,
  });
  const preview = useQuery({
    queryKey: ['preview', view.id, null],
    queryFn: () => executionClient.preview(view.id, null),
    enabled: view.fault !== null,
  });
  const waiting = useMemo(() => wordsByKey(details, now), [details, now]);
  const from = preview.isPending ? undefined : (preview.data?.retryPoint ?? null);
  const row = story.rows.get(chosen);
  return (
    <main className={row === undefined ? 'wide execution' : 'wide execution inspected'}>
      <Heading
        details={details}
        title={titleOf(definition.data)}
        revisions={story.revisions}
        until={until}
        onBranch={() => setBranching({ from: null })}
      />
      <Failure
        details={details}
        story={story}
        from={from}
        onBranch={() => setBranching({ from: from ?? null })}
        onChoose={choose}
      />
      <Waits id={view.id} waitingFor={waitingFor} now={now} />
      <Results view={view} seq={story.seq} />
      <div className="views">
        <section aria-label="Graph">
          <LiveGraph definition={definition.data} story={story} chosen={chosen} onChoose={choose} />
        </section>
        <section aria-label="Timeline">
          <Timeline story={story} now={until} chosen={chosen} onChoose={choose} waiting={waiting} />
        </section>
      </div>
      <div className="ends">
        {!isNothing(story.input) && <Value label="Input" value={story.input ?? null} />}
        {view.phase === 'completed' && <Value label="Output" value={view.output} />}
      </div>
      {row !== undefined && (
        <Inspector
          id={view.id}
          row={row}
          story={story}
          definition={definition.data}
          now={until}
          waiting={waiting.get(row.key)}
          onBranch={(task) => setBranching({ from: task })}
          onClose={() => choose('')}
        />
      )}
      {branching !== null && <BranchDialog id={view.id} from={branching.from} onClose={() => setBranching(null)} />}
    </main>
  );
}

/** The journal says that a task began; that it waits, and for what, is what the execution says about itself. */
function withWaiting(story: Story, waitingFor: Details['waitingFor']): Story {
  const waiting = waitingFor.filter(({ kind }) => kind !== 'step').map(waitingKey);
  const rows = new Map(story.rows);
  for (const key of waiting) {
    const row = key === null ? undefined : rows.get(key);
    if (row !== undefined && row.endedAt === null) rows.set(row.key, { ...row, phase: 'waiting' });
  }
  return { ...story, rows };
}

function titleOf(definition: JsonObject | undefined): string {
  const document = definition?.['document'];
  return isObject(document) ? textAt(document, 'title') : '';
}

/** Nothing is as good as an empty object: definitions without input are given one. */
function isNothing(input: Json | undefined): boolean {
  return input === undefined || (isObject(input) && Object.keys(input).length === 0);
}

/** What tasks and steps wait for in a few words, by their keys. */
function wordsByKey({ waitingFor }: Details, now: number): ReadonlyMap<string, string> {
  return new Map(
    waitingFor.flatMap((waiting) => {
      const [key, word] = [waitingKey(waiting), waitingWord(waiting, now)];
      return key === null || word === '' ? [] : [[key, word] as const];
    }),
  );
}
