import { newestInstants, nextInstant, type CronTime } from './cron.ts';

/** The instants that have come, and the one that has not. */
export interface DueInstants {
  /** The newest ones, at most as many as were asked for, oldest first. */
  readonly newest: readonly number[];
  /** Those before the newest ones; null when there are none. */
  readonly older: Span | null;
  /** The first one still to come; null when there is none. */
  readonly next: number | null;
}

/** Instants that are too many to name. */
export interface Span {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  /** There were more: counting stopped. */
  readonly atLeast?: true;
}

/** Instants of a cron expression are counted up to here; beyond, nobody needs the number. */
const counted = 1_000;

interface Asked {
  /** The first instant that nobody has dealt with. */
  readonly first: number;
  readonly now: number;
  /** How many of the newest ones are wanted. */
  readonly count: number;
}

/** The instants `first`, `first + every`, `first + 2 · every`, … up to now. */
export function dueEvery(every: number, { first, now, count }: Asked): DueInstants {
  if (first > now) return { newest: [], older: null, next: first };
  const due = Math.floor((now - first) / every) + 1;
  const shown = Math.min(due, count);
  const newest = Array.from({ length: shown }, (_, index) => first + (due - shown + index) * every);
  const older = due === shown ? null : { first, last: first + (due - shown - 1) * every, count: due - shown };
  return { newest, older, next: first + due * every };
}

/** The instants of a cron expression from `first`, which is one, up to now. */
export function dueCron(time: CronTime, { first, now, count }: Asked): DueInstants {
  const instants: number[] = [];
  let instant: number | null = first;
  while (instant !== null && instant <= now && instants.length <= counted) {
    instants.push(instant);
    instant = nextInstant(time, instant);
  }
  if (instant === null || instant > now) return { ...split(instants, count), next: instant };
  const newest = newestInstants(time, { until: now, count });
  const last = lastBefore(time, newest[0] ?? now);
  const older = { first, last, count: Math.max(1, instants.length - newest.length), atLeast: true } as const;
  return { newest, older, next: nextInstant(time, now) };
}

/** One instant, once. */
export function dueOnce({ first, now }: Asked): DueInstants {
  return first > now ? { newest: [], older: null, next: first } : { newest: [first], older: null, next: null };
}

function split(instants: readonly number[], count: number): Omit<DueInstants, 'next'> {
  const cut = Math.max(0, instants.length - count);
  const [first, last] = [instants[0], instants[cut - 1]];
  const older = first === undefined || last === undefined ? null : { first, last, count: cut };
  return { newest: instants.slice(cut), older };
}

function lastBefore(time: CronTime, instant: number): number {
  return newestInstants(time, { until: instant - 1, count: 1 })[0] ?? instant;
}
