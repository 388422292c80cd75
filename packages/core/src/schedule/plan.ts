import { nextInstant } from '../calendar/cron.ts';
import type { ScheduleRule } from '../calendar/schedule-rule.ts';
import type { Upcoming } from './schedule-event.ts';
import type { ScheduleState } from './schedule-state.ts';

/**
 * The first instants of a schedule that begins now: `every` after one interval, `cron` when it next comes true, `after`
 * at once, because there is nothing to come after. A new version of a definition goes on where the one before was: an
 * interval of the same length keeps its beat, and `after` keeps waiting.
 */
export function firstPlan(before: ScheduleState | null, rule: ScheduleRule, now: number): Upcoming {
  const active = before?.phase === 'active' ? before : null;
  return {
    every: rule.every === null ? null : everyFrom(active, rule.every, now),
    cron: rule.cron === null ? null : nextInstant(rule.cron, now),
    after: rule.after === null ? null : afterFrom(active, now),
    since: now,
  };
}

function everyFrom(active: ScheduleState | null, every: number, now: number): number {
  const beat = active?.rule.every === every ? active.next.every : null;
  return beat ?? now + every;
}

function afterFrom(active: ScheduleState | null, now: number): number | null {
  if (active === null || active.rule.after === null) return now;
  return active.next.after ?? (isBusy(active) ? null : now);
}

/** True while an execution of the schedule is open, or about to start. */
export function isBusy({ open, held }: ScheduleState): boolean {
  return open.length > 0 || held !== null;
}

/** Intervals moved with the clock that was set; instants of a calendar stay what they are. */
export function shifted({ every, cron, after, since }: Upcoming, by: number): Upcoming {
  return { every: every === null ? null : every + by, cron, after: after === null ? null : after + by, since };
}

/**
 * The next instant of the cron expression, computed anew: the rules of a time zone may have changed with the machine
 * since it was planned.
 */
export function replanned({ rule, next }: ScheduleState): Partial<Upcoming> {
  return rule.cron === null ? {} : { cron: nextInstant(rule.cron, next.since) };
}
