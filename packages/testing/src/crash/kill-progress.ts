import type { EventCounts } from './event-counts.ts';

/** What happened while processes were killed. */
export type KillProgress = EventCounts &
  Readonly<Record<'kills' | 'killsAtStart' | 'killsInFlight' | 'killsDuringCalls' | 'resumed', number>>;

/** Nothing happened. */
export const noProgress: KillProgress = {
  kills: 0,
  killsAtStart: 0,
  killsInFlight: 0,
  killsDuringCalls: 0,
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
export function missingProgress(progress: KillProgress): readonly string[] {
  return Object.entries(progress).flatMap(([name, count]) => (count === 0 ? [name] : []));
}
