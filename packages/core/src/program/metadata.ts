import type { Json, JsonObject } from '../kernel/json.ts';

/** What may be done with a step whose outcome was never committed. */
export type RepeatRule =
  /** Repeating has no further effect: do it again. */
  | 'safe'
  /** The other side recognises the idempotency key: do it again with the same key. */
  | 'keyed'
  /** Ask the task's `probe` whether it happened. */
  | 'probe'
  /** A person decides (`baton settle`). */
  | 'never';

/** Limits of a task or definition; a missing one is not limited here. */
export type Budget = {
  /** In the tenant's currency. */
  readonly money?: number;
  readonly tokens?: number;
  readonly calls?: number;
  /** Milliseconds. */
  readonly time?: number;
  /** What becomes of a call that does not fit: it fails, or people are asked to raise the limit. `fault` by default. */
  readonly onExceeded?: 'ask' | 'fault';
};

/** What may come of a call: `high` for what reaches outside and cannot be undone (money, deleting, publishing). */
export type Risk = 'low' | 'medium' | 'high';

/** When people must approve a task. */
export interface ApprovalRule {
  readonly when?: string;
  readonly roles?: readonly string[];
  readonly quorum?: number;
  /** Milliseconds until an open approval counts as denied. */
  readonly expires?: number;
  /** Why people are asked, in words that they read; only calls of durable functions say so themselves. */
  readonly reason?: string;
}

/** What a call's other side looked like when the definition was published: the call is held when that changed. */
export interface Pin {
  /** SHA-256 of the canonical form of everything the call depends on. */
  readonly hash: string;
  /** The part of it that people can compare. */
  readonly summary: Json;
}

/** The meaning Baton gives to `metadata`; every member is optional, other members are kept in `other`. */
export interface TaskMetadata {
  readonly after?: readonly string[];
  readonly requires?: boolean;
  readonly risk?: Risk;
  readonly approval?: ApprovalRule;
  /** Name of a task in `use.functions` that undoes this one. */
  readonly compensate?: string;
  readonly repeat?: RepeatRule;
  /** Name of a task in `use.functions` that tells whether this one happened. */
  readonly probe?: string;
  readonly budget?: Budget;
  readonly lock?: { readonly key: string; readonly ttl?: number };
  /** Of a document: a task that fails for good waits for a revision of the plan instead of failing it. */
  readonly onFault?: 'revise';
  /** 1 to 10, higher first, 5 by default. */
  readonly priority?: number;
  /** The step is known to be short; a backend may perform it inline. */
  readonly short?: boolean;
  /** For `listen`: hear events too that were published so long (milliseconds) before it began, or all that are kept. */
  readonly history?: number | 'all';
  /** Written by `define` for calls whose other side describes itself. */
  readonly pinned?: Pin;
  readonly other: JsonObject;
}
