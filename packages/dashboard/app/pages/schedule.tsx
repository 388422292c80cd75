import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { schedules, type ScheduleDetails } from '../client/schedules.ts';
import { Phase } from '../part/phase.tsx';
import { Problem } from '../part/problem.tsx';
import { Text } from '../part/text.tsx';
import { instantText, lengthText } from '../time.ts';
import { Orders } from './schedules/orders.tsx';
import { missedText, overlapText, ruleText, zonedText } from './schedules/rule-text.ts';
import { lookOf } from './schedules/schedule-phase.ts';
import '../style/schedules.css';

/** How often it is looked at. */
const often = 5_000;

/** One schedule: its rule, its next ten times, and what can be done to it. */
export function SchedulePage({ id }: { readonly id: string }) {
  const one = useQuery({ queryKey: ['schedules', id], queryFn: () => schedules.one(id), refetchInterval: often });
  if (one.data === undefined)
    return (
      <main aria-busy={one.isPending}>
        <header className="page">
          <h1>
            <Text of={id} />
          </h1>
        </header>
        <Problem error={one.error} />
        <Link href="/schedules">All schedules</Link>
      </main>
    );
  const { schedule } = one.data;
  const { phase, rule, definition, counts, changedBy } = schedule;
  return (
    <main>
      <header className="page">
        <div>
          <h1>
            <Text of={id} />
          </h1>
          <p className="facts">
            <Phase {...lookOf(phase)} />
            <span>version {definition.version}</span>
            {changedBy !== null && (
              <span>
                changed by <Text of={changedBy} />
              </span>
            )}
            <Link href={`/?${new URLSearchParams({ text: id }).toString()}`}>its executions</Link>
          </p>
        </div>
        <Orders id={id} phase={phase} />
      </header>
      <dl className="card points">
        <Point name="Starts" text={ruleText(rule)} />
        <Point name="What was missed" text={missedText(rule)} />
        <Point name="While one is open" text={overlapText(rule)} />
        <Point
          name="So far"
          text={`${counts.started} started, ${counts.skipped} skipped, ${counts.missed} missed, ${counts.failed} failed`}
        />
      </dl>
      <NextTimes details={one.data} />
    </main>
  );
}

function Point({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Text of={text} />
      </dd>
    </div>
  );
}

function NextTimes({ details: { schedule, next } }: { readonly details: ScheduleDetails }) {
  const zone = schedule.rule.cron?.zone;
  return (
    <section className="card">
      <h2>Next times</h2>
      {next.length === 0 ? (
        <p className="facts">
          {schedule.phase === 'active'
            ? 'It waits for an event, or for the end of the one before.'
            : 'None while it stands.'}
        </p>
      ) : (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{zone ?? 'By its clocks'}</th>
              <th scope="col">Here</th>
              <th scope="col" className="number">
                In
              </th>
            </tr>
          </thead>
          <tbody>
            {next.map(({ instant, cause }) => (
              <tr key={`${instant} ${cause}`}>
                <td>{zonedText(instant, zone)}</td>
                <td>{instantText(instant)}</td>
                <td className="number">{lengthText(Math.max(0, instant - Date.now()))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
