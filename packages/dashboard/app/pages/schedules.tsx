import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { schedules, type ScheduleView } from '../client/schedules.ts';
import { Empty } from '../part/empty.tsx';
import { Phase } from '../part/phase.tsx';
import { Problem } from '../part/problem.tsx';
import { Text } from '../part/text.tsx';
import { instantText } from '../time.ts';
import { ruleText } from './schedules/rule-text.ts';
import { lookOf } from './schedules/schedule-phase.ts';
import '../style/schedules.css';

/** How often they are looked at. */
const often = 5_000;

/** Executions that start by themselves: by which rule, when next, and what became of the last one. */
export function Schedules() {
  const list = useQuery({ queryKey: ['schedules'], queryFn: schedules.list, refetchInterval: often });
  const all = list.data?.schedules ?? [];
  return (
    <main>
      <header className="page">
        <div>
          <h1>Schedules</h1>
          <p className="lead">Definitions with a schedule start executions by themselves once they are published.</p>
        </div>
      </header>
      <Problem error={list.error} />
      {list.isSuccess && all.length === 0 && (
        <Empty icon="schedules" title="Nothing starts by itself yet.">
          <p>
            Give a definition a <code>schedule</code> (<code>every</code>, <code>cron</code>, <code>after</code>,{' '}
            <code>on</code>) and publish it with <code>baton define FILE</code>.
          </p>
        </Empty>
      )}
      {all.length > 0 && (
        <div className="card scrolled" tabIndex={0} role="region" aria-label="List of schedules">
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">Schedule</th>
                <th scope="col">Starts</th>
                <th scope="col">Next</th>
                <th scope="col">Last</th>
                <th scope="col" className="number">
                  Started
                </th>
                <th scope="col" className="number">
                  Missed
                </th>
              </tr>
            </thead>
            <tbody>
              {all.map((schedule) => (
                <Row key={schedule.id} schedule={schedule} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </main>
  );
}

function Row({ schedule }: { readonly schedule: ScheduleView }) {
  const { id, phase, rule, nextAt, last, counts } = schedule;
  return (
    <tr>
      <td>
        <Link href={`/schedules/${id}`}>
          <Text of={id} />
        </Link>
        <br />
        <Phase {...lookOf(phase)} />
      </td>
      <td>
        <Text of={ruleText(rule)} />
      </td>
      <td>{nextAt === null ? '—' : <time>{instantText(nextAt)}</time>}</td>
      <td>
        {last === null ? (
          '—'
        ) : (
          <Link href={`/executions/${encodeURIComponent(last.execution)}`}>
            <Phase phase={last.phase === 'open' ? 'running' : last.phase} substate={last.phase} />
          </Link>
        )}
      </td>
      <td className="number">{counts.started}</td>
      <td className="number">{counts.missed + counts.skipped + counts.failed}</td>
    </tr>
  );
}
