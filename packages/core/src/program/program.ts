import type { Computed } from '../expression/evaluator.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { InputRules, OutputRules } from './data-rules.ts';
import type { Sequence } from './flow.ts';
import type { TaskMetadata } from './metadata.ts';
import type { ProgramSchedule } from './schedule.ts';
import type { TaskNode } from './task-node.ts';

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
  /** When executions start by themselves. */
  readonly schedule?: ProgramSchedule;
  /** Names of the secrets that the definition may read. */
  readonly secrets: readonly string[];
  /** Tasks of `use.functions`, which `metadata.compensate` and `metadata.probe` name; values index into `tasks`. */
  readonly functions: ReadonlyMap<string, number>;
  readonly metadata: TaskMetadata;
  /** Of an execution that people revised, or are asked to: the programs that take the place of this one, by hash. */
  readonly revisions?: ReadonlyMap<string, Program>;
}
