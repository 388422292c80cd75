import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';

/** A task that holds a lock or wants it. */
export interface LockClaim {
  readonly execution: string;
  /** The task that has the lock until it ends. */
  readonly task: string;
  /** The step in front of it that is answered when the lock is granted. */
  readonly step: string;
  /** Since when it holds the lock, or waits for it. */
  readonly since: number;
}

/**
 * A lock of a tenant, as a fold of its stream.
 *
 * Invariants: nobody waits for a lock that nobody holds; a task stands in it once; `token` never falls, and grows with
 * every grant, so that a service that remembers the highest one it saw can refuse whoever held the lock before.
 */
export interface LockState {
  readonly seq: number;
  readonly at: number;
  /** The token of the last grant, 0 before the first. */
  readonly token: number;
  readonly holder: LockClaim | null;
  /** First come, first served. */
  readonly waiting: readonly LockClaim[];
}

/** A lock that nobody ever asked for. */
export const freeLock: LockState = { seq: 0, at: 0, token: 0, holder: null, waiting: [] };

/** The name of a lock's stream. */
export function lockStream(tenant: string, key: string): string {
  return `${lockStreams(tenant)}${key}`;
}

/** How the names of the streams of a tenant's locks begin. */
function lockStreams(tenant: string): string {
  return `tenant/${encodeURIComponent(tenant)}/lock/`;
}

/** The tenant and the key of a stream's lock; null for the stream of anything else. */
export function lockOf(stream: string): { readonly tenant: string; readonly key: string } | null {
  const { tenant, key } = /^tenant\/(?<tenant>[^/]+)\/lock\/(?<key>[^]+)$/.exec(stream)?.groups ?? {};
  return tenant === undefined || key === undefined ? null : { tenant: decodeURIComponent(tenant), key };
}

/** The state as a journal keeps it beside the facts. */
export function lockToJson({ seq, at, token, holder, waiting }: LockState): JsonObject {
  return { seq, at, token, holder: holder && { ...holder }, waiting: waiting.map((claim) => ({ ...claim })) };
}

/** Reads a kept state; null when it is none. */
export function lockFromJson(json: JsonObject): LockState | null {
  const { seq, at, token, holder, waiting } = json;
  if (typeof seq !== 'number' || typeof at !== 'number' || typeof token !== 'number') return null;
  if (!Array.isArray(waiting)) return null;
  return {
    seq,
    at,
    token,
    holder: claimFrom(holder),
    waiting: waiting.flatMap((claim: Json) => claimFrom(claim) ?? []),
  };
}

function claimFrom(json: Json | undefined): LockClaim | null {
  if (!isJsonObject(json)) return null;
  const { execution, task, step, since } = json;
  if (typeof execution !== 'string' || typeof task !== 'string' || typeof step !== 'string') return null;
  return { execution, task, step, since: Number(since) };
}
