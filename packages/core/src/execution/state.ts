import type { Fault } from '../kernel/fault.ts';
import type { UsedApproval } from '../gate/open-approval.ts';
import type { GatedState } from '../gate/gated-state.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { DefinitionReference } from '../program/program.ts';
import type { ExecutionOrigin, SuspensionCause } from '../event/event.ts';
import type { Supervision } from '../event/question.ts';
import type { CloudEvent, Effect } from '../step/effect.ts';
import type { OperationState } from '../step/operation.ts';
import type { Continuation, StepId, TaskKey } from '../step/step.ts';

/** Where an execution stands, in the words of the workflow language. */
export type Phase = 'pending' | 'running' | 'waiting' | 'suspended' | 'cancelled' | 'faulted' | 'completed';

/** Phases that nothing leaves. */
export type TerminalPhase = 'cancelled' | 'faulted' | 'completed';

/** Tasks that follow one another, and where the flow is. `position` is that of `child`, or of the task to start next. */
export interface SequenceState {
  readonly position: number;
  /** How often a flow directive went back in this sequence; part of task keys from 1 on. */
  readonly turn: number;
  /** A task said `then: exit`, or `then: end`: with the latter everything around, up to the branch or the workflow, completes too. */
  readonly left: 'exit' | 'end' | null;
  /** The value that flows into the next task. */
  readonly value: Json;
  readonly child: Frame | null;
}

/** Where a `switch` sends the flow: to a position in its sequence, or out of it. */
export type Direction = number | 'exit' | 'end';

/** A lock that was granted: `token` is higher than that of whoever held the key before. */
export interface HeldLock {
  readonly key: string;
  readonly token: number;
}

interface FrameBase {
  /** Index of the task in the program. */
  readonly node: number;
  readonly key: TaskKey;
  readonly startedAt: number;
  /** What flowed in, before `input.from`. */
  readonly rawInput: Json;
  readonly input: Json;
  /** When its time-out fires; null when it has none. */
  readonly timeoutAt: number | null;
}

/** How far the step of a task is. */
export type StepState =
  | GatedState
  | { readonly kind: 'performing'; readonly attempt: number }
  /** `asked` counts how often the probe was asked about this attempt. */
  | { readonly kind: 'probing'; readonly attempt: number; readonly asked: number }
  /** It came back with a fault; the task is about to end with it. */
  | { readonly kind: 'failed'; readonly attempt: number }
  /** Put aside until a person resumes the execution. */
  | { readonly kind: 'held'; readonly attempt: number; readonly reason: string }
  | { readonly kind: 'ambiguous'; readonly attempt: number; readonly reason: string };

/** A branch of a fork; `context` of an ended branch is what its successors and the join merge. */
export type BranchState =
  /** `input` is what flows in instead of what flows into the fork (see `begin-again.ts`). */
  | {
      readonly kind: 'blocked';
      readonly input?: Json;
      /** Part of its key from 1 on: a revision of that number put it there, and another one may have had its name. */
      readonly turn?: number;
    }
  | { readonly kind: 'open'; readonly before: Json; readonly context: Json; readonly frame: Frame }
  /** It faulted, and what comes after it waits for a revision of the plan. */
  | { readonly kind: 'failed'; readonly task: TaskKey; readonly since: number; readonly fault: Fault }
  | {
      readonly kind: 'ended';
      readonly how: 'completed' | 'skipped' | 'faulted' | 'cancelled';
      readonly output: Json;
      readonly before: Json;
      readonly context: Json;
    };

/** The branches of a fork, in declaration order, in chunks (see `branches.ts`). */
export type Branches = readonly (readonly BranchState[])[];

/** An open task instance. The tree of frames is the whole control state of an execution. */
export type Frame =
  | (FrameBase & {
      readonly kind: 'do';
      readonly sequence: SequenceState;
      /** Where the extended `switch` inside it goes. */
      readonly to?: Direction;
      /** The lock that it holds until it ends. */
      readonly lock?: HeldLock;
    })
  | (FrameBase & {
      readonly kind: 'for';
      readonly items: readonly Json[];
      readonly index: number;
      readonly sequence: SequenceState;
    })
  | (FrameBase & { readonly kind: 'fork'; readonly branches: Branches; readonly unended: number })
  | (FrameBase & {
      readonly kind: 'try';
      readonly attempt: number;
      readonly stage: 'body' | 'delay' | 'catch';
      readonly caught: Fault | null;
      readonly retryAt: number | null;
      readonly attemptTimeoutAt: number | null;
      readonly sequence: SequenceState;
    })
  | (FrameBase & { readonly kind: 'wait'; readonly due: number | null })
  | (FrameBase & {
      readonly kind: 'listen';
      /** Kept events that it asked for have not been brought yet; until then it consumes nothing. */
      readonly replaying: boolean;
      /** Positions of the filters that consumed events answered, and of those of `until`. */
      readonly met: readonly number[];
      readonly untilMet: readonly number[];
      /** What correlated events have in common, by key. */
      readonly keys: JsonObject;
      /** With `foreach`: number of the last iteration, -1 before the first one, and the event it is about while it goes on. */
      readonly index: number;
      readonly current: CloudEvent | null;
      /** What was heard as it is read, or what the iterations made of it. Kept empty when listening never ends by itself. */
      readonly heard: readonly Json[];
      /** What `foreach` does; null without one. */
      readonly sequence: SequenceState | null;
    })
  | (FrameBase & {
      readonly kind: 'call';
      readonly effect: Effect;
      readonly step: StepState;
      /** Open operations, when the effect is a durable function that asked for some. */
      readonly operations: Operations;
      /** True once the function asked for an operation: from then on invoking it again repeats nothing. */
      readonly durable: boolean;
      /** Attempt in which the function last got on: attempts after it came to nothing. */
      readonly progress: number;
      /** Operations that ended and that the function has not followed by another one: it may be in the middle of its code. */
      readonly unanswered: number;
      /** What the last `continueAs` left: the function's input, and where its operations begin. */
      readonly continued: Continuation | null;
    });

/** An operation of a durable function that was claimed and has not ended. */
export interface OpenOperation {
  readonly step: StepId;
  /** Sequence number of the event that first claimed it. */
  readonly since: number;
  readonly state: OperationState;
}

/** The open operations of a durable function, in buckets (see `operations.ts`). */
export type Operations = readonly (readonly OpenOperation[])[];

/** A completed task that knows how to undo itself. */
export interface Compensable {
  readonly task: TaskKey;
  readonly node: number;
  readonly input: Json;
  readonly output: Json;
}

/** What an execution is on its way to once its open ends are closed and its compensations are done. */
export type Ending =
  | { readonly kind: 'cancel'; readonly reason?: string }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** The fold of an execution's stream. */
export interface ExecutionState {
  readonly id: string;
  readonly definition: DefinitionReference;
  readonly origin: ExecutionOrigin;
  /** Sequence number of the last event folded in. */
  readonly seq: number;
  /** Time of the last event; triggers are clamped to it. */
  readonly at: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Never `waiting`: whether a running execution waits is a question about its frames (`phaseOf`). */
  readonly phase: Exclude<Phase, 'waiting'>;
  readonly suspension: { readonly cause: SuspensionCause; readonly reason: string } | null;
  /** The raw input. */
  readonly input: Json;
  /** The transformed input, `$input` of the workflow's own expressions. */
  readonly transformed: Json;
  readonly context: Json;
  readonly sequence: SequenceState;
  readonly inbox: readonly CloudEvent[];
  /** Names (`messageName`) of the last CloudEvents received, newest last, for de-duplication. */
  readonly seen: readonly string[];
  /** When the execution's own time-out fires. */
  readonly timeoutAt: number | null;
  readonly compensables: readonly Compensable[];
  /** The approvals that were used, by step without the attempts of a `try`. */
  readonly approvals: Readonly<Record<StepId, UsedApproval>>;
  /** Child executions that were abandoned and have not ended yet: the execution ends after them. */
  readonly closing: Readonly<Record<StepId, Effect & { readonly kind: 'workflow' }>>;
  readonly ending: Ending | null;
  /** The compensation that is being done, as a sequence of one. */
  readonly compensation: { readonly of: TaskKey; readonly node: number; readonly sequence: SequenceState } | null;
  readonly output: Json;
  readonly fault: Fault | null;
  /** What people were asked about it as a whole; absent until the first time. */
  readonly supervision?: Supervision;
}
