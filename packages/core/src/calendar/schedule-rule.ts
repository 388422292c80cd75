import type { CronTime } from './cron.ts';

/** What becomes of occurrences whose time passed while nobody could start them. */
export type Misfire = 'skip' | 'one' | 'all';

/** What becomes of an occurrence while an earlier execution of the schedule is still open. */
export type Overlap = 'allow' | 'skip' | 'wait' | 'replace';

/** When the executions of a definition start: what its `schedule` and `metadata.schedule` say. Durations in milliseconds. */
export interface ScheduleRule {
  readonly every: number | null;
  readonly cron: CronTime | null;
  /** From the end of one execution to the start of the next. */
  readonly after: number | null;
  /** CloudEvents start executions too. */
  readonly on: boolean;
  /** The definition computes what flows in. */
  readonly input: boolean;
  readonly misfire: Misfire;
  readonly overlap: Overlap;
  /** An occurrence is on time when it starts at most so much later. */
  readonly tolerance: number;
  /** At most so many occurrences start at once after they were missed; the newest ones. */
  readonly catchUp: number;
}

/** What a definition gets that says nothing about it. */
export const scheduleDefaults = {
  zone: 'UTC',
  misfire: 'one',
  overlap: 'allow',
  tolerance: 60_000,
  catchUp: 100,
} as const;

/** The most that `catchUp` may say. */
export const mostCatchUp = 1_000;

/** The shortest `every` and `after`. */
export const shortestInterval = 100;
