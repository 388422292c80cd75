import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'wouter';
import { differencesOf } from '../../compare/difference.ts';
import { pairedTasks } from '../../compare/paired-tasks.ts';
import { client } from '../../client.ts';
import { Problem } from '../../part/problem.tsx';
import { useStory } from '../execution/use-story.ts';
import { Differences } from './differences.tsx';
import { Pick } from './pick.tsx';
import type { Side } from './side.ts';
import { Sides } from './sides.tsx';
import { TaskTable } from './task-table.tsx';
import '../../style/compare.css';

/** Two executions side by side; both stand in the address. */
export function Compare() {
  const [search, setSearch] = useSearchParams();
  const [left, right] = [search.get('left') ?? '', search.get('right') ?? ''];
  const choose = (side: 'left' | 'right', id: string): void =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      next.set(side, id);
      return next;
    });
  return (
    <main className="wide compare">
      <header className="page">
        <h1>Compare</h1>
        {left !== '' && right !== '' && (
          <button type="button" onClick={() => setSearch({ left: right, right: left })}>
            Swap sides
          </button>
        )}
      </header>
      {left === '' || right === '' ? (
        <Pick known={left === '' ? right : left} side={left === '' ? 'left' : 'right'} onChoose={choose} />
      ) : (
        <Both key={`${left} ${right}`} left={left} right={right} />
      )}
    </main>
  );
}

function useSide(id: string): { readonly side: Side | null; readonly error: Error | null } {
  const details = useQuery({ queryKey: ['execution', id], queryFn: () => client.execution(id) });
  const { story, error } = useStory(id);
  const side = details.data === undefined || story === null ? null : { details: details.data, story };
  return { side, error: details.error ?? error };
}

function Both({ left, right }: { readonly left: string; readonly right: string }) {
  const [first, second] = [useSide(left), useSide(right)];
  const error = first.error ?? second.error;
  if (error !== null) return <Problem error={error} />;
  if (first.side === null || second.side === null) return <p aria-busy="true">Reading both…</p>;
  return <Shown left={first.side} right={second.side} />;
}

function Shown({ left, right }: { readonly left: Side; readonly right: Side }) {
  const [isShort, setShort] = useState(false);
  const tasks = useMemo(() => pairedTasks(left.story.rows, right.story.rows), [left.story, right.story]);
  const input = useMemo(() => differencesOf(left.story.input, right.story.input), [left.story, right.story]);
  const [before, after] = [left.details.view, right.details.view];
  const output = useMemo(() => differencesOf(before.output, after.output), [before, after]);
  const others = tasks.filter(({ isOther }) => isOther);
  return (
    <>
      <Sides left={left} right={right} />
      {before.definition.hash !== after.definition.hash && (
        <p className="note wait">
          They carried out different definitions: tasks of the same name may not be the same task.
        </p>
      )}
      <section>
        <h2>Input</h2>
        <Differences differences={input} nothing="Both were given the same." />
      </section>
      <section>
        <div className="row">
          <h2>Tasks</h2>
          <label className="squeeze">
            <input type="checkbox" checked={isShort} onChange={({ target }) => setShort(target.checked)} />
            Only the {others.length} that differ
          </label>
        </div>
        <TaskTable tasks={isShort ? others : tasks} left={before} right={after} />
      </section>
      <section>
        <h2>Output</h2>
        <Differences differences={output} nothing="Both put out the same." />
      </section>
    </>
  );
}
