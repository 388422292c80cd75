import type { RouteName } from '@batonhq/server/client';
import { useSearchParams } from 'wouter';
import { useMay } from '../../part/use-may.ts';
import { Definitions } from './definitions.tsx';
import { Goal } from './goal.tsx';
import { KeptPlans } from './kept-plans.tsx';
import { PlanView } from './plan-view.tsx';
import { Written } from './written.tsx';
import '../../style/start.css';

interface Way {
  readonly way: 'goal' | 'plans' | 'definitions' | 'write';
  readonly name: string;
  /** Who may use one of these finds something there. */
  readonly routes: readonly RouteName[];
}

const ways: readonly Way[] = [
  { way: 'goal', name: 'A goal', routes: ['POST /api/plans'] },
  { way: 'plans', name: 'Plans', routes: ['GET /api/plans'] },
  { way: 'definitions', name: 'Published definitions', routes: ['GET /api/definitions'] },
  { way: 'write', name: 'Write one', routes: ['POST /api/definitions', 'POST /api/orchestrate'] },
];

/** Ways to start something: a goal in plain words, a plan that is kept, a published definition, one that is written here. */
export function Start() {
  const [search, setSearch] = useSearchParams();
  const may = useMay();
  const plan = search.get('plan');
  if (plan !== null) return <PlanView name={plan} version={numberIn(search.get('version'))} />;
  const open = ways.filter(({ routes }) => routes.some(may));
  const [first] = open;
  const way = (open.find((one) => one.way === search.get('way')) ?? first)?.way;
  return (
    <main className="start">
      <header className="page">
        <h1>Start</h1>
      </header>
      <div className="tabs" role="group" aria-label="Ways to start">
        {open.map((one) => (
          <button
            key={one.way}
            type="button"
            aria-pressed={one.way === way}
            onClick={() => setSearch(one === first ? {} : { way: one.way })}
          >
            {one.name}
          </button>
        ))}
      </div>
      {way === 'goal' && <Goal />}
      {way === 'plans' && <KeptPlans />}
      {way === 'definitions' && <Definitions chosen={search.get('definition')} />}
      {way === 'write' && <Written />}
    </main>
  );
}

function numberIn(text: string | null): number | null {
  return text === null || !/^\d+$/.test(text) ? null : Number(text);
}
