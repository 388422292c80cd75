import type { EventCounts } from './event-counts.ts';

/** What happened while processes died. */
export type DeathProgress = EventCounts &
  Readonly<Record<'deaths' | 'deathsAtStart' | 'deathsInFlight' | 'deathsDuringCalls' | 'resumed', number>>;

/** Nothing happened. */
export const noProgress: DeathProgress = {
  deaths: 0,
  deathsAtStart: 0,
  deathsInFlight: 0,
  deathsDuringCalls: 0,
  resumed: 0,
  executions: 0,
  children: 0,
  events: 0,
  steps: 0,
  repeatedAttempts: 0,
  completed: 0,
  cancelled: 0,
  probes: 0,
  ambiguous: 0,
  settled: 0,
  quarantined: 0,
  timersFired: 0,
  signals: 0,
  compensations: 0,
  retries: 0,
};

/** What never happened, although it should have for the rest to mean anything. */
export function missingProgress(progress: DeathProgress): readonly string[] {
  return Object.entries(progress).flatMap(([name, count]) => (count === 0 ? [name] : []));
}
