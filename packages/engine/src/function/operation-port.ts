import type { Json, Operation, StepId } from '@batonhq/core';
import type { StepCost, StepReply, StepScope } from './context.ts';

/** An operation that a durable function asks for. */
export interface OperationRequest {
  /** Its id within the task: the path of its branch, its name and its occurrence. */
  readonly name: string;
  readonly operation: Operation;
  /** The code of a `step`. */
  readonly body?: (scope: StepScope) => unknown;
  /** What each attempt of that code may cost. */
  readonly cost?: StepCost;
}

/** The code of a step says how what it went to behaved. */
export interface AnsweredStep extends Pick<OperationRequest, 'operation'> {
  readonly step: StepId;
  readonly reply: StepReply;
}

/** The engine as a function's context sees it; in the same process, or across a pipe. */
export interface OperationPort {
  readonly signal: AbortSignal;
  /** Fulfils with the recorded output, or rejects with a `FaultError`, in the order things were recorded. */
  ask(request: OperationRequest): Promise<Json>;
  /** When what was last answered was recorded. */
  now(): number;
  /** True while recorded outcomes are left to hand out. */
  isReplaying(): boolean;
  log(message: string, data: Json): void;
  /** The function stands still (every branch waits for an operation), or goes on. */
  standsStill(still: boolean): void;
}

/** What a context knows about the task it serves. */
export interface TaskFacts {
  readonly execution: string;
  readonly tenant: string;
  readonly user: string;
  readonly task: string;
  readonly idempotencyKey: string;
  /** What the names of the function's own operations begin with: new after each `continueAs`. */
  readonly path: string;
}
