import type { QuotaWindow } from './limit-rules.ts';
import type { LimitState } from './limit-state.ts';
import { useNow } from './quota-use.ts';
import { tokenAt } from './token-bucket.ts';

/** What stands in the way of a call. With `until` it goes by itself then; without, when another call has ended. */
export type Obstacle =
  /** The other side asked for silence. */
  | { readonly kind: 'held'; readonly until: number }
  /** Calls failed; one may try again at `until`. */
  | { readonly kind: 'open'; readonly until: number; readonly failures: number }
  /** Calls failed; one is trying whether it works again. */
  | { readonly kind: 'probing'; readonly failures: number; readonly until?: undefined }
  | { readonly kind: 'concurrency'; readonly count: number; readonly until?: undefined }
  | { readonly kind: 'rate'; readonly until: number; readonly count: number; readonly per: number }
  | { readonly kind: 'quota'; readonly until: number; readonly count: number; readonly window: QuotaWindow };

/** What stands in the way of one more call now: what lasts longest; null when it may be made. */
export function obstacleOf(state: LimitState, now: number): Obstacle | null {
  const timed = [...outside(state, now), ...counts(state, now)].toSorted((one, other) => other.until - one.until);
  return timed[0] ?? places(state);
}

type Timed = Obstacle & { readonly until: number };

function outside({ heldUntil, breaker }: LimitState, now: number): readonly Timed[] {
  const found: Timed[] = [];
  if (heldUntil !== null && now < heldUntil) found.push({ kind: 'held', until: heldUntil });
  if (breaker.kind === 'open' && now < breaker.until)
    found.push({ kind: 'open', until: breaker.until, failures: breaker.failures });
  return found;
}

function counts({ rules, bucket, uses }: LimitState, now: number): readonly Timed[] {
  const found: Timed[] = [];
  const { rate, quotas } = rules;
  if (rate !== null) {
    const until = tokenAt(bucket, rate, now);
    if (until > now) found.push({ kind: 'rate', until, count: rate.count, per: rate.per });
  }
  for (const quota of quotas) {
    const { until, used } = useNow(uses, quota, now);
    const { count, window } = quota;
    if (used >= count) found.push({ kind: 'quota', until, count, window });
  }
  return found;
}

function places({ rules, holders, breaker }: LimitState): Obstacle | null {
  if (breaker.kind === 'half-open') return { kind: 'probing', failures: breaker.failures };
  const { concurrency } = rules;
  return concurrency !== null && holders.length >= concurrency ? { kind: 'concurrency', count: concurrency } : null;
}
