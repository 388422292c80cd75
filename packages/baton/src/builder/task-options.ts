import type { Duration } from './duration.ts';
import type { Expression } from './expression/expression.ts';
import type { Computed, Value } from './expression/value.ts';
import type { Schema } from './schema.ts';
import type { Scope, Sees, SeesOutput } from './scope.ts';
import type { TaskMetadataText } from './task-metadata.ts';
import type { Unchanged } from './task/task.ts';

/** Stands for an option that was not given. */
export interface Absent {
  readonly '~absent': true;
}

/** What a task puts out before `output` is applied. */
export type Raw<S extends Scope, Out> = [Out] extends [Unchanged] ? ([Out] extends [never] ? Out : S['input']) : Out;

/** What becomes of a value: what the schema says of it, else what `as` gives, else the value as it was. */
export type Final<Before, As, Checked> = [Checked] extends [Absent]
  ? [As] extends [Absent]
    ? Before
    : Computed<As>
  : Checked;

/** A transformation, and what its result must look like. */
export interface Rule<Seen, V, T> {
  readonly as?: (scope: Seen) => V;
  /** Checked while it runs; the value has this type from here on. */
  readonly schema?: Schema<T>;
}

/**
 * What every task may have beside what its kind needs. Write `output` before `export`: what is exported is typed by it.
 *
 * `input` is what flowed in, before any `withInput`; `output` is what the task put out, in `export` after its
 * transformation.
 */
export interface TaskOptions<S extends Scope, Out, If extends boolean | null, As, Checked, Exported, CheckedExport> {
  /** The task is skipped unless this is `true`; what flowed in flows on. */
  readonly if?: (scope: Sees<S>) => Expression<If>;
  /** What must flow in, checked while it runs. */
  readonly input?: { readonly schema: Schema };
  readonly output?: Rule<SeesOutput<S, Out>, As, Checked>;
  /** The context from here on. Start with `...context` to keep what is there. */
  readonly export?: Rule<SeesOutput<S, Final<Out, As, Checked>>, Exported, CheckedExport>;
  /** After how long the task faults; or the name of a time-out in `use.timeouts`. */
  readonly timeout?: Value<Duration> | { readonly named: string };
  readonly metadata?: TaskMetadataText;
}

/** Where the flow goes after a task, where that is not to the next one. */
export interface Directed<To extends string> {
  /** The name of a task of the same list, `exit` to leave the list, `end` to end the workflow. */
  readonly then?: To;
}
