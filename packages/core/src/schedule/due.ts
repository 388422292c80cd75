import { dueCron, dueEvery, dueOnce, type DueInstants } from '../calendar/due-instants.ts';
import { occurrenceAt } from './occurrence.ts';
import type { OccurrenceCause } from './schedule-event.ts';
import type { ScheduleState } from './schedule-state.ts';
import type { ScheduleTransition } from './schedule-transition.ts';
import { startOrHold, waitAfter, type InputOf } from './start-occurrence.ts';

type TimedCause = Extract<OccurrenceCause, 'every' | 'cron' | 'after'>;

const causes: readonly TimedCause[] = ['every', 'cron', 'after'];

/**
 * Deals with every instant that has come.
 *
 * Of the instants of one rule, those within the tolerance start. The misfire policy speaks about the others: none of
 * them starts (`skip`), the newest does unless one on time starts anyway (`one`), or all do (`all`), the newest ones
 * first to be chosen and never more than `catchUp`. What does not start is recorded as missed.
 */
export function startDue(tx: ScheduleTransition, inputOf: InputOf): void {
  for (const cause of causes) startDueOf(tx, cause, inputOf);
}

/** Passes over every instant that has come: they are missed, because the schedule was paused. */
export function passOver(tx: ScheduleTransition): void {
  for (const cause of ['every', 'cron'] as const) {
    const due = dueOf(tx.state, cause, tx.now);
    if (due === null) continue;
    missed(tx, cause, { due, starting: 0, reason: 'paused' });
    tx.plan({ [cause]: due.next });
  }
}

function startDueOf(tx: ScheduleTransition, cause: TimedCause, inputOf: InputOf): void {
  const due = dueOf(tx.state, cause, tx.now);
  if (due === null) return;
  const instants = cause === 'after' ? due.newest : toStart(tx.state, due.newest, tx.now);
  missed(tx, cause, { due, starting: instants.length, reason: 'late' });
  tx.plan({ [cause]: due.next, since: tx.now });
  for (const instant of instants) startOrHold(tx, occurrenceAt(tx.state, { cause, instant }), inputOf);
  waitAfter(tx, tx.now);
}

/** What has come of one rule; null when nothing has. */
function dueOf({ rule, next }: ScheduleState, cause: TimedCause, now: number): DueInstants | null {
  const first = next[cause];
  if (first === null || first > now) return null;
  const asked = { first, now, count: rule.catchUp };
  if (cause === 'every' && rule.every !== null) return dueEvery(rule.every, asked);
  if (cause === 'cron' && rule.cron !== null) return dueCron(rule.cron, asked);
  return dueOnce(asked);
}

function toStart({ rule }: ScheduleState, newest: readonly number[], now: number): readonly number[] {
  const onTime = newest.filter((instant) => now - instant <= rule.tolerance);
  if (rule.misfire === 'all') return newest;
  return onTime.length === 0 && rule.misfire === 'one' ? newest.slice(-1) : onTime;
}

interface Passed {
  readonly due: DueInstants;
  /** How many of the newest ones start all the same. */
  readonly starting: number;
  readonly reason: 'late' | 'paused';
}

function missed(tx: ScheduleTransition, cause: TimedCause, { due, starting, reason }: Passed): void {
  const { newest, older } = due;
  const passed = newest.slice(0, newest.length - starting);
  const [first, last] = [older?.first ?? passed[0], passed.at(-1) ?? older?.last];
  if (first === undefined || last === undefined) return;
  const count = passed.length + (older?.count ?? 0);
  const span = { first, last, count, ...(older?.atLeast === true && { atLeast: true as const }) };
  tx.emit({ kind: 'occurrences.missed', cause, span, reason });
}
