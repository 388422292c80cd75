import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { system, type SystemMetrics } from '../client/system.ts';
import { countText } from '../money.ts';
import { Advice } from '../part/advice.tsx';
import { Bars, Meter } from '../part/chart.tsx';
import { Problem } from '../part/problem.tsx';
import { Text } from '../part/text.tsx';
import { agoText, lengthText } from '../time.ts';
import { LevelMark } from './health/level-mark.tsx';
import '../style/health.css';

/** How often it is looked at. */
const often = 5_000;

/** How the system does: a word for it, what that rests on, where work is held up, and what would help. */
export function Health() {
  const metrics = useQuery({ queryKey: ['metrics'], queryFn: system.metrics, refetchInterval: often });
  if (metrics.data === undefined)
    return (
      <main aria-busy={metrics.isPending}>
        <header className="page">
          <h1>Health</h1>
        </header>
        <Problem error={metrics.error} />
      </main>
    );
  const { systemHealth, signs, recommendations } = metrics.data;
  return (
    <main>
      <header className="page">
        <h1>Health</h1>
        <p className="facts">looked at {agoText(metrics.dataUpdatedAt, Date.now())}</p>
      </header>
      <section className={`verdict card level-${systemHealth}`} aria-label="Health of the system">
        <p className="word">
          <LevelMark level={systemHealth} />
        </p>
        <ul className="signs">
          {signs.map(({ measure, level, message }) => (
            <li key={measure} className={`level-${level}`}>
              <LevelMark level={level} isShort /> <Text of={message} />
            </li>
          ))}
        </ul>
      </section>
      <Figures metrics={metrics.data} />
      <section className="card">
        <h2>What would help</h2>
        {recommendations.length === 0 ? (
          <p className="facts">Nothing stands out. What is slow, repeated or waited for will be named here.</p>
        ) : (
          <ol className="advice">
            {recommendations.map(({ subject, message }) => (
              <li key={`${subject} ${message}`}>
                <Advice of={message} />
              </li>
            ))}
          </ol>
        )}
      </section>
      <Bottlenecks metrics={metrics.data} />
    </main>
  );
}

function Figures({ metrics }: { readonly metrics: SystemMetrics }) {
  const { successRate, completedTasks, faultedTasks, recent, activeAgents, totalExecutions, executions } = metrics;
  const tiles = [
    [
      'Success of tasks',
      `${(successRate * 100).toFixed(1)} %`,
      `${countText(completedTasks)} of ${countText(completedTasks + faultedTasks)}`,
    ],
    [
      'Lately',
      `${(recent.successRate * 100).toFixed(1)} %`,
      `${countText(recent.tasks)} tasks in ${lengthText(Date.now() - recent.since)}`,
    ],
    ['Mean time of a task', lengthText(recent.meanMilliseconds), 'lately'],
    ['Agents at work', countText(activeAgents), 'now'],
  ] as const;
  const bars = Object.entries(executions).map(([label, value]) => ({
    label,
    value,
    text: countText(value),
    look: label,
  }));
  return (
    <>
      <dl className="tiles">
        {tiles.map(([name, value, detail]) => (
          <div key={name} className="card">
            <dt>{name}</dt>
            <dd>
              <strong>{value}</strong>
              <small>{detail}</small>
            </dd>
          </div>
        ))}
      </dl>
      <section className="card">
        <Bars
          title={`${countText(totalExecutions)} executions by phase`}
          columns={['Phase', 'Executions']}
          bars={bars}
        />
      </section>
    </>
  );
}

const kinds: Readonly<Record<string, string>> = {
  slow: 'Slow',
  retried: 'Repeated',
  faulting: 'Faulting',
  'waited-for': 'Waited for',
};

function Bottlenecks({ metrics: { bottlenecks } }: { readonly metrics: SystemMetrics }) {
  return (
    <section className="card">
      <h2>Where work is held up</h2>
      {bottlenecks.length === 0 && <p className="facts">Nowhere yet: nothing took long, was repeated or faulted.</p>}
      {bottlenecks.length > 0 && (
        <div className="scrolled" tabIndex={0} role="region" aria-label="Where work is held up">
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">Kind</th>
                <th scope="col">Where</th>
                <th scope="col">Share</th>
                <th scope="col">What it is</th>
              </tr>
            </thead>
            <tbody>
              {bottlenecks.map(({ kind, subject, share, message }) => (
                <tr key={`${kind} ${subject}`}>
                  <td>{kinds[kind] ?? kind}</td>
                  <td>
                    <Subject subject={subject} />
                  </td>
                  <td>
                    <Meter
                      label="Share"
                      share={share}
                      text={`${Math.round(share * 100)} %`}
                      isBad={kind === 'faulting'}
                    />
                  </td>
                  <td>
                    <Text of={message} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** A task of a definition leads to its executions. */
function Subject({ subject }: { readonly subject: string }) {
  const [, workflow] = /^([^#]+\/[^#]+)#/.exec(subject) ?? [];
  if (workflow === undefined)
    return (
      <code>
        <Text of={subject} />
      </code>
    );
  return (
    <Link href={`/?${new URLSearchParams({ text: workflow }).toString()}`}>
      <Text of={subject} />
    </Link>
  );
}
