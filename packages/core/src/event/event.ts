import type { Fault } from '../kernel/fault.ts';
import type { GateName, GateWish } from '../gate/wish.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Budget } from '../program/metadata.ts';
import type { DefinitionReference } from '../program/program.ts';
import type { CloudEvent, Effect } from '../step/effect.ts';
import type { Operation } from '../step/operation.ts';
import type { StepId, TaskKey, TimerId } from '../step/step.ts';
import type { ApprovedPlan, PlanBasis } from './plan-basis.ts';
import type { Question } from './question.ts';

/** The execution and step that wait for a child. */
export interface ParentLink {
  readonly execution: string;
  readonly step: StepId;
}

/** The occurrence of a schedule that an execution was started for. */
export interface ScheduleLink {
  /** `namespace/name` of its definition. */
  readonly id: string;
  readonly cause: 'every' | 'cron' | 'after' | 'event' | 'order';
  /** Milliseconds since 1970; the execution may have started later. */
  readonly instant: number;
}

/** Who started an execution and how it is to be treated. */
export interface ExecutionOrigin {
  readonly tenant: string;
  readonly user: string;
  /** 1 to 10, higher first. */
  readonly priority: number;
  readonly idempotencyKey?: string;
  readonly parent?: ParentLink;
  /** The schedule that started it, and the instant it was to start at. */
  readonly schedule?: ScheduleLink;
  /** What it may spend, beside what its definition says. */
  readonly budget?: Budget;
  /** Of an execution of a plan: what it rests on, and when that is compared. */
  readonly plan?: ApprovedPlan;
  /** Accounts of executions around this one that pay for it too, with what they may spend. */
  readonly payers?: readonly { readonly account: string; readonly budget: Budget }[];
  /** The trace that it belongs to and the span in it that asked for it, as `traceparent` of W3C Trace Context. */
  readonly trace?: string;
  /** The execution and event this one was branched off from. */
  readonly branchedFrom?: { readonly execution: string; readonly seq: number };
}

/** What an execution that was branched off takes over from the one it came from. */
export interface Past {
  /** Events of the original in their order, numbered from 1: all but those that are to happen anew. */
  readonly events: readonly Recorded[];
  /** The task that begins anew, with all that comes after it. */
  readonly task: TaskKey;
  /** What flows into that task instead of what flowed in. */
  readonly input?: Json;
}

/**
 * One immutable, past-tense fact of an execution. The union is closed: `codec.ts` knows the version of each kind.
 *
 * - Every evaluated value is here, so that folding never evaluates an expression.
 * - An absent `input`, `output` or `value` means: unchanged, the value that flowed in.
 */
export type ExecutionEvent =
  | {
      readonly kind: 'execution.started';
      readonly definition: DefinitionReference;
      readonly input: Json;
      readonly value?: Json;
      readonly origin: ExecutionOrigin;
      /** Of an execution that was branched off in the middle of another one. */
      readonly past?: Past;
    }
  | {
      readonly kind: 'execution.suspended';
      readonly reason: string;
      readonly cause: SuspensionCause;
      readonly by?: string;
    }
  | { readonly kind: 'execution.resumed'; readonly by?: string }
  /** Cancellation was asked for: nothing new starts, compensations follow. */
  | { readonly kind: 'execution.cancelling'; readonly reason?: string; readonly by?: string }
  /** A fault that nobody caught, with compensations to do before `execution.faulted`. */
  | { readonly kind: 'execution.faulting'; readonly fault: Fault }
  | { readonly kind: 'execution.completed'; readonly output?: Json }
  | { readonly kind: 'execution.faulted'; readonly fault: Fault }
  | { readonly kind: 'execution.cancelled'; readonly reason?: string }
  /**
   * A task began; `effect` is the claim of its step's first attempt, unless `gates` says what that has to pass before.
   * `items` belongs to `for`, `due` to `wait`.
   */
  | {
      readonly kind: 'task.started';
      readonly task: TaskKey;
      readonly input?: Json;
      readonly effect?: Effect;
      readonly gates?: readonly GateWish[];
      readonly items?: readonly Json[];
      readonly due?: number;
    }
  /** A task ended well. Where it never started visibly (`set`, `switch`) this is its only event. `to` is where the flow goes when a `switch` chose. */
  | {
      readonly kind: 'task.completed';
      readonly task: TaskKey;
      readonly output?: Json;
      readonly context?: Json;
      readonly to?: number | 'exit' | 'end';
    }
  /** Its `if` was false, or (a branch) what it requires has no value. */
  | { readonly kind: 'task.skipped'; readonly task: TaskKey; readonly reason?: string }
  | { readonly kind: 'task.faulted'; readonly task: TaskKey; readonly fault: Fault }
  /** It was abandoned with everything inside it: time-out of something around it, a lost race, cancellation. */
  | { readonly kind: 'task.cancelled'; readonly task: TaskKey; readonly reason: string }
  /** The next iteration of a `for`, or of a `listen` about the event it consumed last. */
  | { readonly kind: 'iteration.started'; readonly task: TaskKey; readonly index: number }
  /** What a `listen` does for each event is done for one; `output` is absent when it is the value that flowed out. */
  | {
      readonly kind: 'iteration.completed';
      readonly task: TaskKey;
      readonly index: number;
      readonly output?: Json;
      readonly context?: Json;
    }
  /** A `try` caught a fault and will try again at `retryAt`. */
  | {
      readonly kind: 'attempt.failed';
      readonly task: TaskKey;
      readonly attempt: number;
      readonly fault: Fault;
      readonly retryAt: number;
    }
  | { readonly kind: 'attempt.started'; readonly task: TaskKey; readonly attempt: number }
  /** A `try` caught a fault and goes on in its catch. */
  | { readonly kind: 'fault.caught'; readonly task: TaskKey; readonly fault: Fault }
  /** The task has the lock it asked for (`metadata.lock`); `token` grows with every grant of the key. */
  | { readonly kind: 'lock.acquired'; readonly task: TaskKey; readonly key: string; readonly token: number }
  /** A further attempt at a step (after a crash), or the first at an operation of a durable function. */
  | {
      readonly kind: 'step.claimed';
      readonly step: StepId;
      readonly attempt: number;
      readonly operation?: Operation;
      readonly due?: number;
    }
  /** An attempt at a step is to be claimed once it has passed these gates; with `operation`, a function asks for it just now. */
  | {
      readonly kind: 'step.gated';
      readonly step: StepId;
      readonly attempt: number;
      readonly gates: readonly GateWish[];
      readonly operation?: Operation;
      /** The attempt before was cut short by the end of its process: it may have happened. */
      readonly recovered?: true;
    }
  /** The step passed the gate that it stood before; `pass` is what it was given there. */
  | { readonly kind: 'gate.passed'; readonly step: StepId; readonly gate: GateName; readonly pass: JsonObject }
  /**
   * People are asked whether the step may be done, as it is: `hash` is that of its call. Past `due` nobody may say so. With
   * `question` they are asked about the execution as a whole, and `asks` says who answers.
   */
  | {
      readonly kind: 'approval.requested';
      readonly step: StepId;
      readonly approval: string;
      readonly hash: string;
      readonly due: number;
      readonly question?: Question;
      readonly asks?: JsonObject;
    }
  /** A person said yes or no; `role` is the one that gives the right to. */
  | {
      readonly kind: 'approval.decided';
      readonly step: StepId;
      readonly approval: string;
      readonly decision: 'approve' | 'deny';
      readonly by: string;
      readonly role?: string;
      /** Those whose yes of before no longer counts, because they no longer may say it. */
      readonly lapsed?: readonly string[];
      readonly comment?: string;
    }
  /** A person changed what the call is given before anybody said yes: people are asked anew, about that. */
  | {
      readonly kind: 'approval.amended';
      readonly step: StepId;
      readonly approval: string;
      readonly input: Json;
      readonly by: string;
      readonly comment?: string;
    }
  /** A task of a plan failed for good, and the plan stands until somebody knows another way or gives up. */
  | { readonly kind: 'revision.awaited'; readonly task: TaskKey; readonly fault: Fault }
  /** People agreed to another definition: it replaces tasks that have not started, and those that `revision.awaited` names. */
  | { readonly kind: 'program.revised'; readonly approval: string; readonly definition: DefinitionReference }
  /** What an approved plan rests on has changed, and people agreed to what it is now. */
  | { readonly kind: 'basis.compared'; readonly approval: string; readonly basis: PlanBasis }
  /** People let an account of this execution spend more than was written down: `caps` in millionths and milliseconds. */
  | {
      readonly kind: 'budget.raised';
      readonly approval: string;
      readonly account: string;
      readonly caps: Readonly<Record<string, number>>;
    }
  /** An operation of a durable function ended. */
  | { readonly kind: 'step.completed'; readonly step: StepId; readonly output: Json }
  | { readonly kind: 'step.failed'; readonly step: StepId; readonly fault: Fault }
  /** Nobody knows whether the effect happened; a person decides. */
  | { readonly kind: 'step.ambiguous'; readonly step: StepId; readonly attempt: number; readonly reason: string }
  /** The step is put aside until a person resumes the execution. */
  | { readonly kind: 'step.held'; readonly step: StepId; readonly attempt: number; readonly reason: string }
  /** A probe is asked whether the effect happened. */
  | { readonly kind: 'step.probing'; readonly step: StepId; readonly attempt: number }
  /** A person decided what became of an ambiguous step. */
  | {
      readonly kind: 'step.settled';
      readonly step: StepId;
      readonly decision: 'completed' | 'failed' | 'repeat';
      readonly by: string;
    }
  | { readonly kind: 'timer.armed'; readonly timer: TimerId; readonly due: number }
  | { readonly kind: 'timer.fired'; readonly timer: TimerId }
  | { readonly kind: 'timer.cancelled'; readonly timer: TimerId }
  /** A signal or CloudEvent arrived; it waits in the inbox until a task consumes it. */
  | { readonly kind: 'signal.received'; readonly event: CloudEvent }
  /** The kept events that a `listen` asked for were brought to it; those it wants follow as received. */
  | { readonly kind: 'history.replayed'; readonly task: TaskKey }
  /**
   * A `listen` took an event out of the inbox: the one that `filter` (a position) describes, which settles what is
   * common to correlated events (`keys`). With `until` it helps to end the listening and is no part of its output.
   */
  | {
      readonly kind: 'signal.consumed';
      readonly task: TaskKey;
      readonly id: string;
      readonly source: string;
      readonly filter?: number;
      readonly keys?: JsonObject;
      readonly until?: true;
    }
  /** Undoing `of` begins, in reverse order of completion. */
  | { readonly kind: 'compensation.started'; readonly of: TaskKey; readonly task: TaskKey; readonly input: Json };

/** Why an execution stands still until a person resumes it. */
export type SuspensionCause = 'person' | 'quarantine' | 'mismatch' | 'unavailable';

/** The kind of an event. */
export type EventKind = ExecutionEvent['kind'];

/** An event in its stream. */
export interface Recorded<E = ExecutionEvent> {
  /** 1 for the first event of a stream, without gaps. */
  readonly seq: number;
  /** Milliseconds since 1970, never smaller than that of the event before. */
  readonly at: number;
  readonly event: E;
}
