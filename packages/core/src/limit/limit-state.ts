import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import { noRules, rulesFromJson, rulesToJson, type LimitRules } from './limit-rules.ts';
import { breakerFromJson, breakerToJson, type BreakerState, closedBreaker } from './breaker-state.ts';
import { quotaWindows } from './limit-rules.ts';
import type { QuotaUse } from './quota-use.ts';
import { capacityOf, levelAt, type Bucket } from './token-bucket.ts';

/** A step of an execution that wants to make a call. */
export interface LimitClaim {
  readonly execution: string;
  readonly step: string;
}

/** A claim that takes a place until its step has ended. */
export interface LimitHolder extends LimitClaim {
  readonly since: number;
}

/**
 * One limited resource of a tenant, as a fold of its stream: a host, a function or a provider, for one identity.
 *
 * Invariants: there are never more holders than rules allow at the moment a place is given; while the breaker is half
 * open exactly one holder is its probe; a bucket never holds less than nothing.
 */
export interface LimitState {
  readonly seq: number;
  readonly at: number;
  /** The rules that held when something was recorded last. */
  readonly rules: LimitRules;
  /** Null while it is full. */
  readonly bucket: Bucket | null;
  readonly uses: readonly QuotaUse[];
  readonly holders: readonly LimitHolder[];
  /** The other side asked for silence until then (`Retry-After`). */
  readonly heldUntil: number | null;
  readonly breaker: BreakerState;
}

/** A resource that nobody ever used. */
export const unusedLimit: LimitState = {
  seq: 0,
  at: 0,
  rules: noRules,
  bucket: null,
  uses: [],
  holders: [],
  heldUntil: null,
  breaker: closedBreaker,
};

/** True when the state says no more than that the resource is free: whoever forgets it forgets nothing that holds now. */
export function isUnused({ rules, bucket, uses, holders, heldUntil, breaker }: LimitState, now: number): boolean {
  const isFull = rules.rate === null || levelAt(bucket, rules.rate, now) === capacityOf(rules.rate);
  const isClosed = breaker.kind === 'closed' && breaker.failures === 0 && breaker.sample === null;
  const isFree = isFull && holders.length === 0 && uses.every(({ until }) => until <= now);
  return isFree && isClosed && (heldUntil ?? 0) <= now;
}

/** True when both are of the same step. */
export function isOfStep(one: LimitClaim, { execution, step }: LimitClaim): boolean {
  return one.execution === execution && one.step === step;
}

/** The name of a resource's stream. */
export function limitStream(tenant: string, resource: string): string {
  return `${limitStreams(tenant)}${resource}`;
}

/** How the names of the streams of a tenant's limited resources begin. */
export function limitStreams(tenant: string): string {
  return `tenant/${encodeURIComponent(tenant)}/limit/`;
}

/** The tenant and the resource of a stream; null for the stream of anything else. */
export function limitOf(stream: string): { readonly tenant: string; readonly resource: string } | null {
  const { tenant, resource } = /^tenant\/(?<tenant>[^/]+)\/limit\/(?<resource>[^]+)$/.exec(stream)?.groups ?? {};
  return tenant === undefined || resource === undefined ? null : { tenant: decodeURIComponent(tenant), resource };
}

/** The state as a journal keeps it beside the facts. */
export function limitToJson({ seq, at, rules, bucket, uses, holders, heldUntil, breaker }: LimitState): JsonObject {
  return {
    seq,
    at,
    rules: rulesToJson(rules),
    bucket: bucket && { ...bucket },
    uses: usesToJson(uses),
    holders: holders.map((holder) => ({ ...holder })),
    heldUntil,
    breaker: breakerToJson(breaker),
  };
}

/** Reads a kept state; null when it is none. */
export function limitFromJson(json: JsonObject): LimitState | null {
  const { seq, at, rules, bucket, uses, holders, heldUntil, breaker } = json;
  if (typeof seq !== 'number' || typeof at !== 'number' || !Array.isArray(holders)) return null;
  return {
    seq,
    at,
    rules: rulesFromJson(rules),
    bucket: bucketFromJson(bucket),
    uses: usesFromJson(uses),
    holders: holders.flatMap((holder: Json) => holderFromJson(holder)),
    heldUntil: typeof heldUntil === 'number' ? heldUntil : null,
    breaker: breakerFromJson(breaker),
  };
}

/** The use of quotas as facts and states keep it. */
export function usesToJson(uses: readonly QuotaUse[]): Json[] {
  return uses.map((use) => ({ ...use }));
}

/** Reads kept uses; what is none is left out. */
export function usesFromJson(json: Json | undefined): readonly QuotaUse[] {
  if (!Array.isArray(json)) return [];
  return json.flatMap((use: Json): readonly QuotaUse[] => {
    const window = isJsonObject(use) ? quotaWindows.find((one) => one === use['window']) : undefined;
    if (!isJsonObject(use) || window === undefined || typeof use['zone'] !== 'string') return [];
    return [{ window, zone: use['zone'], until: Number(use['until']), used: Number(use['used']) }];
  });
}

/** Reads a kept bucket; null for one that is full. */
export function bucketFromJson(json: Json | undefined): Bucket | null {
  return isJsonObject(json) ? { level: Number(json['level']), at: Number(json['at']) } : null;
}

function holderFromJson(json: Json): readonly LimitHolder[] {
  if (!isJsonObject(json)) return [];
  const { execution, step, since } = json;
  return typeof execution === 'string' && typeof step === 'string' ? [{ execution, step, since: Number(since) }] : [];
}
