import type { Computed, Expression } from '../expression/evaluator.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { RepeatRule, TaskMetadata } from './metadata.ts';
import type { InputRules, OutputRules } from './data-rules.ts';
import type { Flow, Sequence } from './flow.ts';

/** What every task has. */
export interface TaskBase {
  readonly index: number;
  /** The node it stands in; undefined for tasks of the workflow's own `do` and for functions. */
  readonly parent?: number;
  readonly name: string;
  /** Names from the root joined by `/`, escaped as in a JSON Pointer: the stable id. */
  readonly path: string;
  /** JSON Pointer into the definition, for faults and errors. */
  readonly reference: string;
  /** The task as written, for `$task.definition`. */
  readonly definition: JsonObject;
  readonly if?: Computed;
  readonly input: InputRules;
  readonly output: OutputRules;
  readonly export: OutputRules;
  /** Milliseconds or a duration expression. */
  readonly timeout?: Computed;
  readonly then: Flow;
  readonly metadata: TaskMetadata;
}

/** `do`: one after the other. */
export interface DoNode extends TaskBase {
  readonly kind: 'do';
  readonly sequence: Sequence;
}

/** `set`: the flowing value becomes this. */
export interface SetNode extends TaskBase {
  readonly kind: 'set';
  readonly value: Computed;
}

/** One way of a `switch`; without `when` it is the default. */
export interface SwitchCase {
  readonly name: string;
  readonly when?: Computed;
  readonly then: Flow;
}

/** `switch`: the first case that holds decides where to go. */
export interface SwitchNode extends TaskBase {
  readonly kind: 'switch';
  readonly cases: readonly SwitchCase[];
}

/** One branch of a `fork`. `after` and `ancestors` are positions of branches, in declaration order. */
export interface Branch {
  readonly task: number;
  readonly name: string;
  /** Branches that must have ended before this one starts. */
  readonly after: readonly number[];
  /** The transitive closure of `after`, whose exports this branch sees. */
  readonly ancestors: readonly number[];
  /** Branches whose `after` names this one. */
  readonly successors: readonly number[];
}

/** `fork`: branches at the same time; with `compete` the first to complete wins. */
export interface ForkNode extends TaskBase {
  readonly kind: 'fork';
  readonly branches: readonly Branch[];
  readonly branchByName: ReadonlyMap<string, number>;
  readonly compete: boolean;
}

/** `for`: the sequence once per item. */
export interface ForNode extends TaskBase {
  readonly kind: 'for';
  /** Variable name of the item, `item` by default. */
  readonly each: string;
  /** Variable name of the index, `index` by default. */
  readonly at: string;
  readonly in: Computed;
  readonly while?: Computed;
  readonly sequence: Sequence;
}

/** How often and how long apart to try again. Durations are computed to milliseconds. */
export interface RetryPolicy {
  readonly when?: Expression;
  readonly exceptWhen?: Expression;
  readonly delay?: Computed;
  readonly backoff: 'constant' | 'linear' | 'exponential';
  readonly jitter?: { readonly from: Computed; readonly to: Computed };
  /** How many times to try again after the first attempt (`limit.attempt.count`); undefined is no limit. */
  readonly attempts?: number;
  /** Time-out of each attempt. */
  readonly attemptDuration?: Computed;
  /** Time for all attempts together. */
  readonly duration?: Computed;
}

/** The `catch` of a `try`. */
export interface CatchRules {
  /** Members that a fault must have to be caught; empty catches all. */
  readonly errors: Computed;
  /** Variable name of the fault, `error` by default. */
  readonly as: string;
  readonly when?: Expression;
  readonly exceptWhen?: Expression;
  readonly retry?: RetryPolicy;
  readonly sequence?: Sequence;
}

/** `try`: the sequence, its retries, and what to do when it faults. */
export interface TryNode extends TaskBase {
  readonly kind: 'try';
  readonly sequence: Sequence;
  readonly catch: CatchRules;
}

/** `raise`: faults on purpose. */
export interface RaiseNode extends TaskBase {
  readonly kind: 'raise';
  readonly error: Computed;
}

/** `wait`: a durable timer. */
export interface WaitNode extends TaskBase {
  readonly kind: 'wait';
  readonly duration: Computed;
}

/** What a `call` or `run` does outside; every member is evaluated over the task's input before it is recorded. */
export type EffectTemplate =
  | { readonly kind: 'function'; readonly name: string; readonly version?: string; readonly with?: Computed }
  | {
      readonly kind: 'http';
      readonly method: string;
      readonly endpoint: Computed;
      readonly headers?: Computed;
      readonly query?: Computed;
      readonly body?: Computed;
      readonly redirect: boolean;
      readonly output: 'raw' | 'content' | 'response';
      /** `{ basic: { username, password } }` or `{ bearer: { token } }`; evaluated in `perform` only. */
      readonly authentication?: Computed;
    }
  | {
      readonly kind: 'workflow';
      readonly namespace: string;
      readonly name: string;
      readonly version: string;
      readonly input?: Computed;
      readonly await: boolean;
    }
  /** A kind that validates today and faults when it is performed, naming what is missing. */
  | { readonly kind: 'unavailable'; readonly what: string };

/** `call` and `run`: one step outside. */
export interface CallNode extends TaskBase {
  readonly kind: 'call';
  readonly effect: EffectTemplate;
  readonly repeat: RepeatRule;
}

/** `emit`: publishes a CloudEvent. */
export interface EmitNode extends TaskBase {
  readonly kind: 'emit';
  readonly event: Computed;
}

/** What a CloudEvent must look like; `with` members are constants or expressions over that attribute. */
export interface EventFilter {
  readonly with: ReadonlyMap<string, Computed>;
}

/** `listen`: waits for CloudEvents and signals. */
export interface ListenNode extends TaskBase {
  readonly kind: 'listen';
  readonly mode: 'one' | 'any' | 'all';
  readonly filters: readonly EventFilter[];
  readonly read: 'data' | 'envelope' | 'raw';
  /** With `any`: go on consuming until this holds over the consumed ones, or until such an event arrives. */
  readonly until?:
    | { readonly kind: 'expression'; readonly holds: Computed }
    | { readonly kind: 'events'; readonly filters: readonly EventFilter[] }
    | { readonly kind: 'never' };
}

/** The twelve kinds of the language; `call` and `run` of the language both compile to `call` here. */
export type TaskNode =
  | DoNode
  | SetNode
  | SwitchNode
  | ForkNode
  | ForNode
  | TryNode
  | RaiseNode
  | WaitNode
  | CallNode
  | EmitNode
  | ListenNode;

/** The kind of a compiled task. */
export type TaskKind = TaskNode['kind'];
