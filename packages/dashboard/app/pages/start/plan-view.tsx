import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { planClient, type PlannedTask, type PlanPage } from '../../client/plans.ts';
import type { Graph as TaskGraph, GraphNode } from '../../graph/build.ts';
import { Problem } from '../../part/problem.tsx';
import { useMay } from '../../part/use-may.ts';
import { visible } from '../../part/value.tsx';
import { CarriedOut } from './carried-out.tsx';
import { OpenQuestions } from './open-questions.tsx';
import { PlanChanges } from './plan-changes.tsx';
import { PlanEditor } from './plan-editor.tsx';
import { PlanFacts } from './plan-facts.tsx';
import { PlanOrders } from './plan-orders.tsx';
import { TaskList } from './task-list.tsx';

const Graph = lazy(async () => ({ default: (await import('../../graph/graph.tsx')).Graph }));

interface PlanViewProps {
  readonly name: string;
  /** The newest when null. */
  readonly version: number | null;
}

/** A plan that is kept: what would be done, what that takes and risks; to change, to agree to, to start. */
export function PlanView({ name, version }: PlanViewProps) {
  const page = useQuery({ queryKey: ['plan', name, version], queryFn: () => planClient.plan(name, version) });
  if (page.data === undefined)
    return (
      <main aria-busy={page.isPending}>
        {page.isError && (
          <>
            <header className="page">
              <h1>Plan</h1>
            </header>
            <Problem error={page.error} />
            <Link href="/start">Start anew</Link>
          </>
        )}
      </main>
    );
  return <Shown key={`${name} ${page.data.version}`} page={page.data} />;
}

function Shown({ page }: { readonly page: PlanPage }) {
  const { plan, version, versions } = page;
  const [, setSearch] = useSearchParams();
  // A title that is the goal's beginning says nothing that the goal does not.
  const isCut = plan.goal.startsWith(plan.title.replace(/\s*…$/, ''));
  const [isEdited, setEdited] = useState(false);
  const may = useMay();
  return (
    <main className="wide plan">
      <header className="page">
        <div>
          <p className="faint">
            <Link href="/start?way=plans">Plans</Link> / <code>{page.name}</code>
          </p>
          <h1 dir="auto">{visible(isCut ? plan.goal : plan.title)}</h1>
          {!isCut && plan.goal !== plan.title && <p dir="auto">{visible(plan.goal)}</p>}
        </div>
        <label className="version">
          Version
          <select value={version} onChange={({ target }) => setSearch({ plan: page.name, version: target.value })}>
            {versions.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      </header>
      {may('POST /api/plans') && <OpenQuestions plan={plan} />}
      <PlanOrders page={page} isEdited={isEdited} onEdit={() => setEdited(!isEdited)} />
      <CarriedOut name={page.name} />
      <PlanFacts page={page} />
      {isEdited && <PlanEditor page={page} onDone={() => setEdited(false)} />}
      {versions.length > 1 && <PlanChanges page={page} />}
      <div className="views">
        <section aria-label="Graph">
          <PlanGraph tasks={plan.tasks} />
        </section>
        <section aria-label="Tasks">
          <TaskList tasks={plan.tasks} critical={plan.estimate.criticalPath} />
        </section>
      </div>
    </main>
  );
}

/** The tasks of a plan and what each waits for; the colour is its risk. */
function PlanGraph({ tasks }: { readonly tasks: readonly PlannedTask[] }) {
  const [chosen, setChosen] = useState('');
  const graph = useMemo(() => graphOfPlan(tasks), [tasks]);
  const byName = useMemo(() => new Map(tasks.map((task) => [task.name, task])), [tasks]);
  const noteOf = ({ path, kind }: GraphNode) => {
    const task = byName.get(path);
    const marks = [task?.isIrreversible === true && 'not undone', task?.needsApproval === true && 'asks'];
    return { tone: `risk ${task?.risk ?? 'low'}`, text: marks.filter((mark) => mark !== false).join(', ') || kind };
  };
  const choose = (path: string): void => {
    setChosen(path);
    document.getElementById(`task-${path}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Suspense fallback={<p className="empty">Drawing…</p>}>
      <Graph graph={graph} noteOf={noteOf} chosen={chosen} onChoose={choose} />
    </Suspense>
  );
}

function graphOfPlan(tasks: readonly PlannedTask[]): TaskGraph {
  return {
    nodes: tasks.map((task) => ({
      path: task.name,
      name: task.name,
      kind: task.function,
      parent: '',
      task: {},
    })),
    edges: tasks.flatMap(({ name, after }) => after.map((from) => ({ from, to: name }))),
  };
}
