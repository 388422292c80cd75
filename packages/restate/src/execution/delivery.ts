import type { Effect, Outcome, Refusal, StepId, StepOrder, TimerId, Trigger } from '@batonhq/core';

/** What reaches the object of an execution. All of it is JSON. */
export type Delivery =
  | { readonly kind: 'trigger'; readonly trigger: Trigger }
  /** A delayed message for a timer arrived. */
  | { readonly kind: 'due'; readonly timer: TimerId; readonly due: number }
  /** The child that a step started has ended. */
  | { readonly kind: 'ended'; readonly step: StepId; readonly at: number; readonly outcome: Outcome }
  /** The process that performed an attempt died; `tries` counts the processes that died at it. */
  | { readonly kind: 'lost'; readonly at: number; readonly request: PerformRequest };

/** What the caller of `advance` is told. */
export interface Answer {
  readonly refusal?: Refusal;
}

/** An attempt to perform: small, because what it needs is in the journal already. */
export interface PerformRequest {
  readonly execution: string;
  readonly order: Pick<StepOrder, 'id' | 'attempt' | 'repeat' | 'idempotencyKey' | 'short' | 'probing'>;
  /** What to ask of a probe; it is in no event. */
  readonly probe?: Effect;
  /** 1 for the first; more when processes died at this attempt and it may be repeated. */
  readonly tries: number;
}

/** A message to the object of another execution, or to this one. */
export interface Message {
  readonly execution: string;
  readonly delivery: Delivery;
  /** Milliseconds until it arrives. */
  readonly delay?: number;
}

/** Everything that follows from a delivery, recorded by Restate as the result of one step. */
export interface FollowUp {
  /** Up to which event the journal is known to the object; null while the execution has not started. */
  readonly seq: number | null;
  readonly answer: Answer;
  readonly perform: readonly PerformRequest[];
  readonly messages: readonly Message[];
}
