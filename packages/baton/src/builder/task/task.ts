import type { JsonObject } from '@batonhq/core';
import type { Scope } from '../scope.ts';

/** Stands for "what flows in flows on", and for a context that is left as it is. */
export interface Unchanged {
  readonly '~unchanged': true;
}

/**
 * Flow that goes elsewhere than to the next task: to a task by its name, to `exit` or to `end`. `nowhere` says that
 * nothing flows to the next task.
 */
export interface Leave<out To extends string = string, out In = unknown, out Context = unknown> {
  readonly to: To;
  readonly input: In;
  readonly context: Context;
}

/**
 * A task that can stand wherever expressions see `S`; it puts out `Out` and leaves `Context` as the context. The
 * functions for each kind make it, `do` and `branch` take it.
 */
export interface Task<in S extends Scope, out Out, out Context = Unchanged, out L extends Leave = never> {
  /** The task as a definition has it. */
  readonly definition: JsonObject;
  /** Never there: it carries the types. */
  readonly '~types'?: {
    readonly scope: (scope: S) => void;
    readonly output: Out;
    readonly context: Context;
    readonly leaves: L;
  };
}

/** A task that passes on what flows in, wherever it stands. */
export type Passing<S extends Scope = Scope> = Task<S, Unchanged>;
