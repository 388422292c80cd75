import { useSearchParams } from 'wouter';
import { Definitions } from './definitions.tsx';
import { Goal } from './goal.tsx';
import { KeptPlans } from './kept-plans.tsx';
import { PlanView } from './plan-view.tsx';
import { Written } from './written.tsx';
import '../../style/start.css';

const ways = [
  { way: 'goal', name: 'A goal' },
  { way: 'plans', name: 'Plans' },
  { way: 'definitions', name: 'Published definitions' },
  { way: 'write', name: 'Write one' },
] as const;

/** Ways to start something: a goal in plain words, a plan that is kept, a published definition, one that is written here. */
export function Start() {
  const [search, setSearch] = useSearchParams();
  const plan = search.get('plan');
  if (plan !== null) return <PlanView name={plan} version={numberIn(search.get('version'))} />;
  const way = ways.find((one) => one.way === search.get('way'))?.way ?? 'goal';
  return (
    <main className="start">
      <header className="page">
        <h1>Start</h1>
      </header>
      <div className="tabs" role="group" aria-label="Ways to start">
        {ways.map((one) => (
          <button
            key={one.way}
            type="button"
            aria-pressed={one.way === way}
            onClick={() => setSearch(one.way === 'goal' ? {} : { way: one.way })}
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
