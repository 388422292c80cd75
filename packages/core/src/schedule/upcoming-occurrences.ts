import { nextInstant } from '../calendar/cron.ts';
import type { OccurrenceCause } from './schedule-event.ts';
import type { ScheduleState } from './schedule-state.ts';

/** A time at which a schedule will start an execution, as far as it can be known now. */
export interface UpcomingOccurrence {
  readonly instant: number;
  readonly cause: OccurrenceCause;
}

/** When a schedule wants to be looked at again: its earliest instant; null while it has none, or may not start any. */
export function wakeAt({ phase, next }: ScheduleState): number | null {
  if (phase !== 'active') return null;
  const instants = [next.every, next.cron, next.after].filter((instant) => instant !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}

/**
 * The next occurrences of a schedule, earliest first. Those of `after` follow from executions that have not ended yet, so
 * at most one of them is known; a paused schedule says what it would do.
 */
export function upcomingOccurrences(
  { phase, rule, next }: ScheduleState,
  count: number,
): readonly UpcomingOccurrence[] {
  if (phase === 'deleted') return [];
  const found: UpcomingOccurrence[] = [];
  if (next.after !== null) found.push({ instant: next.after, cause: 'after' });
  if (rule.every !== null && next.every !== null)
    for (let index = 0; index < count; index += 1)
      found.push({ instant: next.every + index * rule.every, cause: 'every' });
  let instant = next.cron;
  for (let index = 0; index < count && rule.cron !== null && instant !== null; index += 1) {
    found.push({ instant, cause: 'cron' });
    instant = nextInstant(rule.cron, instant);
  }
  return found.toSorted((left, right) => left.instant - right.instant).slice(0, count);
}
