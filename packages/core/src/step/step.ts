import type { GateWish, StepCode } from '../gate/wish.ts';
import type { RepeatRule } from '../program/metadata.ts';
import type { Json } from '../kernel/json.ts';
import type { DeferredArguments, Effect } from './effect.ts';

/**
 * The id of a task instance within its execution: names from the root joined by `/`, with what makes it unique:
 * `loop[3]/a` is `a` in the fourth iteration of `loop`; `guarded:1/a` is `a` in the second attempt of a `try`;
 * `guarded:catch/a` stands in its catch; `a#2` is `a` entered for the third time by a flow directive.
 */
export type TaskKey = string;

/**
 * The id of a step within its execution: the key of its task, and for an operation of a durable function
 * `|` and the operation's name and occurrence (`pay|charge#0`).
 */
export type StepId = string;

/** The id of a timer within its execution: its purpose, `:`, and the task key or step it belongs to. */
export type TimerId = string;

/** A step that was claimed: the attempt was counted and committed before it is performed. */
export interface ClaimedStep {
  readonly id: StepId;
  /** 1 for the first. */
  readonly attempt: number;
  readonly effect: Effect;
  readonly repeat: RepeatRule;
}

/** A claimed step together with all that `perform` needs. */
export interface StepOrder extends ClaimedStep {
  readonly execution: string;
  /** The same for every attempt at the same step, over crashes, retries and restarts. */
  readonly idempotencyKey: string;
  /** Declared short by its author. */
  readonly short: boolean;
  readonly deferred?: DeferredArguments;
  /** For a durable function: what its last `continueAs` left. */
  readonly continued?: Continuation;
  /** Set when the order is not to do the effect but to find out whether attempt `attempt` did it. */
  readonly probing?: true;
  /** The attempt before was cut short by the end of its process, and this one had to pass gates since. */
  readonly recovered?: true;
  /** Set when the order is not to do the effect but to ask the gate that it stands before. */
  readonly asking?: GateWish & { readonly call: Effect | StepCode };
}

/** Where a durable function goes on after `continueAs`. */
export interface Continuation {
  readonly input: Json;
  /** Sequence number of the event that recorded it: older operations are forgotten. */
  readonly since: number;
  /** How often the function continued: part of the ids of its operations from 1 on. */
  readonly generation: number;
}
