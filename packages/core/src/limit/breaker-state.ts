import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import type { BreakerRule } from './limit-rules.ts';

/** Calls that came back within a stretch of time, and how many of them failed. */
export interface Sample {
  readonly since: number;
  readonly calls: number;
  readonly failed: number;
}

/**
 * A circuit breaker. Closed: calls pass, failures are counted. Open: nothing passes until `until`, then one call may try
 * (`probe`); when that succeeds it closes, when it fails it stays open for a longer pause.
 */
export type BreakerState =
  | { readonly kind: 'closed'; readonly failures: number; readonly sample: Sample | null }
  | (OpenBreaker & { readonly kind: 'open' })
  | (OpenBreaker & {
      readonly kind: 'half-open';
      readonly probe: { readonly execution: string; readonly step: string };
    });

/** What is known of a breaker that is not closed. */
export interface OpenBreaker {
  readonly since: number;
  readonly until: number;
  /** Failures that opened it, and those of its probes. */
  readonly failures: number;
  /** Milliseconds it stays open this time. */
  readonly pause: number;
}

/** A breaker that has seen no failure. */
export const closedBreaker: BreakerState & { readonly kind: 'closed' } = { kind: 'closed', failures: 0, sample: null };

/** What a closed breaker has counted when one more call came back; null when that opens it. */
export function counted(
  { failures, sample }: BreakerState & { readonly kind: 'closed' },
  rule: BreakerRule,
  call: { readonly at: number; readonly failed: boolean },
): { readonly failures: number; readonly sample: Sample | null; readonly opens: boolean } {
  const inRow = call.failed ? failures + 1 : 0;
  const next = rule.ratio === null ? null : sampled(sample, rule.ratio.per, call);
  const tooMany = rule.failures !== null && inRow >= rule.failures;
  const tooOften =
    rule.ratio !== null &&
    next !== null &&
    next.calls >= rule.ratio.calls &&
    next.failed >= rule.ratio.share * next.calls;
  return { failures: inRow, sample: next, opens: call.failed && (tooMany || tooOften) };
}

function sampled(
  sample: Sample | null,
  per: number,
  { at, failed }: { readonly at: number; readonly failed: boolean },
): Sample {
  const now = sample !== null && at < sample.since + per ? sample : { since: at, calls: 0, failed: 0 };
  return { since: now.since, calls: now.calls + 1, failed: now.failed + (failed ? 1 : 0) };
}

/** The breaker as a journal keeps it. */
export function breakerToJson(breaker: BreakerState): JsonObject {
  switch (breaker.kind) {
    case 'closed':
      return { ...breaker, sample: sampleToJson(breaker.sample) };
    case 'open':
      return { ...breaker };
    case 'half-open':
      return { ...breaker, probe: { ...breaker.probe } };
  }
}

/** Reads a kept breaker; what is none is a closed one. */
export function breakerFromJson(json: Json | undefined): BreakerState {
  if (!isJsonObject(json)) return closedBreaker;
  const { kind, failures, since, until, pause, probe } = json;
  if (kind !== 'open' && kind !== 'half-open')
    return { kind: 'closed', failures: Number(failures ?? 0), sample: sampleFromJson(json['sample']) };
  const open = { since: Number(since), until: Number(until), failures: Number(failures), pause: Number(pause) };
  if (!isJsonObject(probe)) return { kind: 'open', ...open };
  const { execution, step } = probe;
  if (typeof execution !== 'string' || typeof step !== 'string') return { kind: 'open', ...open };
  return { kind: 'half-open', ...open, probe: { execution, step } };
}

/** A sample as facts and states keep it. */
export function sampleToJson(sample: Sample | null): JsonObject | null {
  return sample && { ...sample };
}

/** Reads a kept sample. */
export function sampleFromJson(json: Json | undefined): Sample | null {
  if (!isJsonObject(json)) return null;
  return { since: Number(json['since']), calls: Number(json['calls']), failed: Number(json['failed']) };
}
