import type { RateRule } from './limit-rules.ts';

/**
 * A bucket of tokens, in whole numbers so that nothing is ever rounded in anybody's favour: one token is `per` units,
 * `count` units flow in each millisecond, and it holds `burst` tokens.
 */
export interface Bucket {
  /** Units in it at `at`. */
  readonly level: number;
  readonly at: number;
}

/** Units that the bucket holds. */
export function capacityOf({ per, burst }: RateRule): number {
  return per * burst;
}

/** Units in the bucket now; a bucket that nobody used is full. */
export function levelAt(bucket: Bucket | null, rule: RateRule, now: number): number {
  const capacity = capacityOf(rule);
  if (bucket === null) return capacity;
  return Math.min(capacity, bucket.level + Math.max(0, now - bucket.at) * rule.count);
}

/** When there will be a token: `now` when there is one. */
export function tokenAt(bucket: Bucket | null, rule: RateRule, now: number): number {
  const missing = rule.per - levelAt(bucket, rule, now);
  return missing <= 0 ? now : now + Math.ceil(missing / rule.count);
}

/** The bucket without one token. */
export function withoutToken(bucket: Bucket | null, rule: RateRule, now: number): Bucket {
  return { level: levelAt(bucket, rule, now) - rule.per, at: now };
}

/** The bucket when another rule holds from now on: as full as it was, relative to what it holds. */
export function refitted(bucket: Bucket | null, from: RateRule | null, to: RateRule | null): Bucket | null {
  if (bucket === null || from === null || to === null) return null;
  return { at: bucket.at, level: Math.floor((bucket.level / capacityOf(from)) * capacityOf(to)) };
}
