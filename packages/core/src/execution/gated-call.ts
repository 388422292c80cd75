import type { ExecutionOrigin } from '../event/event.ts';
import type { ApprovalRule, Budget, TaskMetadata } from '../program/metadata.ts';
import type { Effect } from '../step/effect.ts';
import type { StepId } from '../step/step.ts';
import type { GateWish, StepCode } from '../gate/wish.ts';

/** A call that is about to be claimed. */
export interface GatedCall {
  readonly execution: string;
  readonly origin: ExecutionOrigin;
  readonly step: StepId;
  /** 1 for the first; attempts after a crash, or that a person asked for, come to the gates as well. */
  readonly attempt: number;
  readonly call: Effect | StepCode;
  /** Whose credentials it shows, as the definition names them, never as they are; null when it shows none. */
  readonly identity: string | null;
  /** Of the task that the step belongs to. */
  readonly metadata: TaskMetadata;
  /** What the definition lets the whole execution spend. */
  readonly budget: Budget | undefined;
  /** The approval that the definition asks for here; null when it asks for none. */
  readonly approval: ApprovalRule | null;
}

/**
 * Which gates a call has to pass: none, most of the time. An input of a decision, as time is: what it says is recorded.
 * It changes nothing, because a decision may be made twice.
 */
export type Gates = (call: GatedCall) => readonly GateWish[];
