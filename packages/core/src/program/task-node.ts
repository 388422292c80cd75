import type { Computed, Expression } from '../expression/evaluator.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Pin, RepeatRule, TaskMetadata } from './metadata.ts';
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
  /** Over the task's input: false when people need not be asked, though the task has `metadata.approval`. */
  readonly approvalWhen?: Expression;
  /** The task itself, inside the `do` that stands for it with all that extends it: where it goes, that `do` goes. */
  readonly extended?: true;
}

/** `do`: one after the other. */
export interface DoNode extends TaskBase {
  readonly kind: 'do';
  readonly sequence: Sequence;
  /**
   * What an extension does before or after a task: what flowed in flows on, and `$task` is the extended task. `exit`
   * leaves the extended task, which then puts out what flowed out here.
   */
  readonly aside?: 'before' | 'after';
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
  /** Of a race: it faults with the first branch that does. */
  readonly fragile?: true;
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

/** Protocols that `call` names and that clients of others speak. */
export type Protocol = 'openapi' | 'grpc' | 'asyncapi' | 'mcp' | 'a2a';

/** Processes that `run` can start. */
export type ProcessKind = 'script' | 'shell' | 'container';

/** What of a process becomes the output. */
export type ProcessReturn = 'stdout' | 'stderr' | 'code' | 'all' | 'none';

/** Policies such as `{ basic: { username, password } }`, for the call itself and for fetching its description. */
export interface Authentications {
  readonly call?: Computed;
  readonly document?: Computed;
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
      /** A policy such as `{ bearer: { token } }`; evaluated in `perform` only. */
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
  | {
      readonly kind: 'call';
      readonly protocol: Protocol;
      readonly members: Readonly<Record<string, Computed>>;
      readonly authentications: Authentications;
      readonly conditions?: Readonly<Record<string, Computed>>;
      readonly hinted: boolean;
      readonly pinned?: Pin;
    }
  | {
      readonly kind: 'process';
      readonly process: ProcessKind;
      readonly members: Readonly<Record<string, Computed>>;
      readonly authentications: Authentications;
      readonly await: boolean;
      readonly return: ProcessReturn;
    }
  /** Asks for the lock that `metadata.lock` names, before the task that it stands in begins. */
  | { readonly kind: 'lock'; readonly key: Computed }
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

/** What an attribute of a CloudEvent must be: equal to a value, or of a pattern, or such that an expression over it holds. */
export interface WantedAttribute {
  readonly value: Computed;
  /** For a text written as a regular expression: whether it describes the whole attribute. */
  readonly pattern?: Expression;
}

/** A value by which CloudEvents belong together. */
export interface Correlation {
  /** Filters that name the same key look for the same value. */
  readonly key: string;
  /** Over the CloudEvent. */
  readonly from: Expression;
  /** Over the task's input; without it the first value found is the one expected of all others. */
  readonly expect?: Computed;
}

/** What a CloudEvent must look like. */
export interface EventFilter {
  readonly with: ReadonlyMap<string, WantedAttribute>;
  readonly correlate: readonly Correlation[];
}

/** Which CloudEvents are waited for: one that fits one of the filters, or one for each of them. */
export interface EventStrategy {
  readonly mode: 'one' | 'any' | 'all';
  /** None with `any`: whatever comes. */
  readonly filters: readonly EventFilter[];
}

/** What to do with each consumed CloudEvent. */
export interface EventIterator {
  /** Variable name of the CloudEvent as it is read, `item` by default. */
  readonly item: string;
  /** Variable name of its number, `index` by default. */
  readonly at: string;
  readonly sequence: Sequence;
  readonly output: OutputRules;
  readonly export: OutputRules;
}

/** Which CloudEvents are waited for, and until when. */
export interface Waiting extends EventStrategy {
  /** With `any`: go on consuming until this holds over what was heard so far, or until such events arrive. */
  readonly until?:
    | { readonly kind: 'expression'; readonly holds: Computed }
    | ({ readonly kind: 'events' } & EventStrategy)
    | { readonly kind: 'never' }
    /** What is heard is brought by the subscription beside it, and ends when that ends or when `holds` does. */
    | { readonly kind: 'subscription'; readonly holds?: Computed; readonly keeps: boolean };
}

/** `listen`: waits for CloudEvents and signals. */
export interface ListenNode extends TaskBase, Waiting {
  readonly kind: 'listen';
  readonly read: 'data' | 'envelope' | 'raw';
  readonly foreach?: EventIterator;
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
