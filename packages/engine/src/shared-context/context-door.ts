import type { ContextConflict, ContextOrigin, ContextWriter, Fact, Json, MergeRule } from '@batonhq/core';

/** Where a value counts: for the tenant, for an execution with all that it started, or for a project. */
export type ContextScope = 'tenant' | `execution:${string}` | `project:${string}`;

/** A value of the shared context, with where it came from. */
export interface ContextValue {
  readonly scope: string;
  readonly key: string;
  readonly value: Json;
  /** What a write has to name that replaces it; 0 when nothing was ever written. */
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly origin: ContextOrigin | null;
  readonly by: ContextWriter | null;
  /** Writes that were refused and that nobody has settled. */
  readonly conflicts: readonly ContextConflict[];
}

/** A value to write. */
export interface ContextOrder {
  readonly tenant: string;
  readonly scope: string;
  readonly key: string;
  /** Undefined takes away what is there. */
  readonly value: Json | undefined;
  /** The version that was read; 0, the default, where there was none. */
  readonly expected?: number;
  /** Joins the value with whatever is there instead of replacing it. */
  readonly merge?: MergeRule;
  readonly origin: ContextOrigin;
  readonly by: ContextWriter;
  /** The same request again gets the same answer. */
  readonly request?: string;
  /** Numbers of conflicts that this write settles. */
  readonly resolves?: readonly number[];
}

/** What came of a write: when it was refused, `there` is what was in its way. */
export interface ContextAnswer {
  readonly isWritten: boolean;
  readonly there: ContextValue | null;
  /** The version that is there now. */
  readonly version: number;
}

/** The shared context of a tenant. */
export interface SharedContextReading {
  /** Values by scope and key; of one scope, or of keys that begin in a way. */
  list(filter: {
    readonly tenant: string;
    readonly scope?: string;
    readonly prefix?: string;
  }): Promise<readonly ContextValue[]>;
  /** Null for what was never written, or taken away. */
  read(name: { readonly tenant: string; readonly scope: string; readonly key: string }): Promise<ContextValue | null>;
  /** What happened to a value, oldest first. */
  history(name: { readonly tenant: string; readonly scope: string; readonly key: string }): Promise<readonly Fact[]>;
}

/** The shared context, for whoever may write it. */
export interface SharedContextDoor extends SharedContextReading {
  /**
   * Writes a value where the version that the writer read is still the one there; fulfils when that, or the refusal, is
   * durable. Rejects with `PayloadError` for a name or a value that is too large.
   */
  write(order: ContextOrder): Promise<ContextAnswer>;
  /** The scope of an execution and all that it started: that of the one that nobody started. */
  scopeOf(execution: string): Promise<ContextScope>;
}
