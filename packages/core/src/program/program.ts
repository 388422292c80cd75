import type { Computed } from '../expression/evaluator.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { TaskMetadata } from './metadata.ts';
import type { TaskNode } from './task-node.ts';

/** Checks a value against a JSON Schema; returns readable problems, none when it is valid. */
export type SchemaCheck = (value: Json) => readonly string[];

/** Validation and transformation of data that enters. */
export interface InputRules {
  readonly check?: SchemaCheck;
  readonly from?: Computed;
}

/** Transformation and validation of data that leaves (`output` and `export`). */
export interface OutputRules {
  readonly as?: Computed;
  readonly check?: SchemaCheck;
}

/** Where to go after a task: the next one, out of this scope, the end of the workflow, or a sibling by position. */
export type Flow =
  | { readonly kind: 'continue' }
  | { readonly kind: 'exit' }
  | { readonly kind: 'end' }
  | { readonly kind: 'task'; readonly position: number };

/** Tasks that follow one another; numbers are indexes into {@link Program.tasks}. */
export interface Sequence {
  readonly tasks: readonly number[];
}

/** Identifies a definition: its names, its version, and the SHA-256 of its canonical form. */
export interface DefinitionReference {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly hash: string;
}

/**
 * A compiled definition: immutable, validated, with stable ids.
 *
 * Invariants: every node's `index` is its place in `tasks`; `parent` is smaller than `index`; every position in a
 * `Flow` lies inside the node's own sequence.
 */
export interface Program {
  readonly reference: DefinitionReference;
  /** The definition as a parsed object, for `$workflow.definition`. */
  readonly definition: JsonObject;
  readonly tasks: readonly TaskNode[];
  readonly root: Sequence;
  readonly input: InputRules;
  readonly output: OutputRules;
  /** Milliseconds, or an expression over the input, after which the execution faults. */
  readonly timeout?: Computed;
  /** Names of the secrets that the definition may read. */
  readonly secrets: readonly string[];
  /** Tasks of `use.functions`, which `metadata.compensate` and `metadata.probe` name; values index into `tasks`. */
  readonly functions: ReadonlyMap<string, number>;
  readonly metadata: TaskMetadata;
}
