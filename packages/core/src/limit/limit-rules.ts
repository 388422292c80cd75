import { canonicalJson } from '../kernel/canonical-json.ts';
import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';

/** So many calls in so many milliseconds, on average; `burst` of them may come at once. */
export interface RateRule {
  readonly count: number;
  /** Milliseconds. */
  readonly per: number;
  /**
   * Any stretch of `per` milliseconds sees at most `count + burst - 1` calls: with a burst of 1 never more than `count`.
   */
  readonly burst: number;
}

/** Stretches of the calendar that quotas are counted in. */
export const quotaWindows = ['minute', 'hour', 'day', 'month'] as const;

/** One kind of stretch. */
export type QuotaWindow = (typeof quotaWindows)[number];

/** So many calls in each minute, hour, day or month of the calendar. */
export interface QuotaRule {
  readonly count: number;
  readonly window: QuotaWindow;
  /** Whose days and months are meant: a name of the time zone database. */
  readonly zone: string;
}

/** When calls are given up for a while, because they fail. */
export interface BreakerRule {
  /** So many failures without a success between them; null when only the share counts. */
  readonly failures: number | null;
  /** A share of failures (0 to 1) among at least `calls` calls within `per` milliseconds. */
  readonly ratio: { readonly share: number; readonly calls: number; readonly per: number } | null;
  /** Milliseconds until one call may try whether it works again; doubled each time that it does not. */
  readonly pause: number;
  readonly longestPause: number;
}

/** What stands in the way of too many calls to one resource; null where nothing does. */
export interface LimitRules {
  readonly rate: RateRule | null;
  readonly quotas: readonly QuotaRule[];
  /** Calls at the same time. */
  readonly concurrency: number | null;
  readonly breaker: BreakerRule | null;
}

/** Nothing is limited. */
export const noRules: LimitRules = { rate: null, quotas: [], concurrency: null, breaker: null };

/** What guards places outside when nobody said anything: five failures in a row, then a pause of half a minute, at most ten minutes. */
export const defaultBreaker: BreakerRule = { failures: 5, ratio: null, pause: 30_000, longestPause: 600_000 };

/** True when every call takes something, so that each has to be recorded. */
export function countsCalls({ rate, quotas, concurrency }: LimitRules): boolean {
  return rate !== null || quotas.length > 0 || concurrency !== null;
}

/** True when they say the same. */
export function sameRules(left: LimitRules, right: LimitRules): boolean {
  return left === right || canonicalJson(rulesToJson(left)) === canonicalJson(rulesToJson(right));
}

/** The rules as a journal keeps them. */
export function rulesToJson({ rate, quotas, concurrency, breaker }: LimitRules): JsonObject {
  return {
    rate: rate && { ...rate },
    quotas: quotas.map((quota) => ({ ...quota })),
    concurrency,
    breaker: breaker && { ...breaker, ratio: breaker.ratio && { ...breaker.ratio } },
  };
}

/** Reads kept rules; what is none counts as no limit. */
export function rulesFromJson(json: Json | undefined): LimitRules {
  if (!isJsonObject(json)) return noRules;
  const { rate, quotas, concurrency, breaker } = json;
  return {
    rate: isJsonObject(rate)
      ? { count: Number(rate['count']), per: Number(rate['per']), burst: Number(rate['burst']) }
      : null,
    quotas: Array.isArray(quotas) ? quotas.flatMap((quota: Json) => quotaFrom(quota)) : [],
    concurrency: typeof concurrency === 'number' ? concurrency : null,
    breaker: isJsonObject(breaker) ? breakerFrom(breaker) : null,
  };
}

function quotaFrom(json: Json): readonly QuotaRule[] {
  if (!isJsonObject(json)) return [];
  const { count, zone } = json;
  const window = quotaWindows.find((one) => one === json['window']);
  return window === undefined || typeof zone !== 'string' ? [] : [{ count: Number(count), window, zone }];
}

function breakerFrom({ failures, ratio, pause, longestPause }: JsonObject): BreakerRule {
  return {
    failures: typeof failures === 'number' ? failures : null,
    ratio: isJsonObject(ratio)
      ? { share: Number(ratio['share']), calls: Number(ratio['calls']), per: Number(ratio['per']) }
      : null,
    pause: Number(pause),
    longestPause: Number(longestPause),
  };
}
