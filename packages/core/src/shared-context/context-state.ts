import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';

/**
 * Where a value came from: a person, a tool that computed or looked it up, a page of the web, a model, or the text of a
 * definition.
 */
export type ContextOrigin = {
  readonly kind: 'user' | 'tool' | 'web' | 'model' | 'workflow';
  /** Which one: the name of a tool, an address, a path. */
  readonly source?: string;
  /** Of a model: what it had read before it wrote, by the names of tools; `context` for data that it was handed. */
  readonly read?: readonly string[];
};

/** Who wrote a value. */
export type ContextWriter = {
  readonly execution?: string;
  readonly task?: string;
  readonly agent?: string;
  readonly user?: string;
};

/** A write that was refused because somebody else had written meanwhile, or because the values do not go together. */
export type ContextConflict = {
  /** Number of the fact: what a later write names as resolved. */
  readonly number: number;
  readonly at: number;
  readonly by: ContextWriter;
  /** The version that the writer knew; null for a merge. */
  readonly expected: number | null;
  /** The version that was there. */
  readonly found: number;
  /** What was to be written. */
  readonly value: Json;
  readonly why: string;
};

/** What came of a request, for whoever asks again after a crash. */
export type AnsweredWrite = { readonly request: string; readonly number: number; readonly isWritten: boolean };

/**
 * One value of a tenant's shared context, as a fold of its stream.
 *
 * Invariants: `version` is the number of the fact that wrote what is there, 0 while nothing is; a fact that writes names the
 * version it replaced, and that was the one there; a write that did not is in `conflicts` until somebody resolves it.
 */
export interface ContextState {
  readonly seq: number;
  readonly at: number;
  readonly version: number;
  /** Undefined while nothing is there, or not any more. */
  readonly value: Json | undefined;
  readonly origin: ContextOrigin | null;
  readonly by: ContextWriter | null;
  readonly writtenAt: number;
  readonly conflicts: readonly ContextConflict[];
  /** The latest, oldest first. */
  readonly answered: readonly AnsweredWrite[];
}

/** A value that nobody ever wrote. */
export const unwritten: ContextState = {
  seq: 0,
  at: 0,
  version: 0,
  value: undefined,
  origin: null,
  by: null,
  writtenAt: 0,
  conflicts: [],
  answered: [],
};

/** What names a value: whose, where it counts, and what it is called. */
export interface ContextName {
  readonly tenant: string;
  /** `tenant`, `execution:ID` or `project:NAME`. */
  readonly scope: string;
  readonly key: string;
}

/** The name of a value's stream. */
export function contextStream({ tenant, scope, key }: ContextName): string {
  return `${contextStreams(tenant, scope)}${key}`;
}

/** How the names of a tenant's values begin; of one scope when that is given. */
export function contextStreams(tenant: string, scope?: string): string {
  const own = scope === undefined ? '' : `${encodeURIComponent(scope)}/`;
  return `context/${encodeURIComponent(tenant)}/${own}`;
}

/** The value that a stream is about; null for the stream of anything else. */
export function contextOf(stream: string): ContextName | null {
  const found = /^context\/(?<tenant>[^/]+)\/(?<scope>[^/]+)\/(?<key>[^]+)$/.exec(stream)?.groups ?? {};
  const { tenant, scope, key } = found;
  if (tenant === undefined || scope === undefined || key === undefined) return null;
  return { tenant: decodeURIComponent(tenant), scope: decodeURIComponent(scope), key };
}

/** The state as a journal keeps it beside the facts. */
export function contextToJson({ value, ...state }: ContextState): JsonObject {
  const kept = {
    ...state,
    conflicts: state.conflicts.map((one) => ({ ...one })),
    answered: state.answered.map((one) => ({ ...one })),
    ...(value !== undefined && { value }),
  };
  return JSON.parse(JSON.stringify(kept));
}

/** Reads a kept state; null when it is none. */
export function contextFromJson(json: JsonObject): ContextState | null {
  const { seq, at, version, writtenAt, conflicts, answered } = json;
  if (typeof seq !== 'number' || typeof at !== 'number' || typeof version !== 'number') return null;
  if (typeof writtenAt !== 'number' || !isList(conflicts, isConflict) || !isList(answered, isAnswer)) return null;
  const { origin, by } = json;
  return {
    seq,
    at,
    version,
    writtenAt,
    conflicts,
    answered,
    value: json['value'],
    origin: isOrigin(origin) ? origin : null,
    by: isWriter(by) ? by : null,
  };
}

/** True for what names an origin. */
export function isOrigin(value: Json | undefined): value is JsonObject & ContextOrigin {
  return isJsonObject(value) && kinds.some((kind) => kind === value['kind']);
}

/** True for what names a writer. */
export function isWriter(value: Json | undefined): value is JsonObject & ContextWriter {
  return isJsonObject(value) && Object.values(value).every((one) => typeof one === 'string');
}

const kinds: readonly ContextOrigin['kind'][] = ['user', 'tool', 'web', 'model', 'workflow'];

function isList<T extends Json>(value: Json | undefined, is: (one: Json) => one is T): value is T[] {
  return Array.isArray(value) && value.every(is);
}

function isConflict(value: Json): value is JsonObject & ContextConflict {
  return isJsonObject(value) && typeof value['number'] === 'number' && isWriter(value['by']);
}

function isAnswer(value: Json): value is JsonObject & AnsweredWrite {
  return isJsonObject(value) && typeof value['request'] === 'string' && typeof value['number'] === 'number';
}
