/** What an engine takes on at a time. Beyond these, new work is refused with an `OverloadedError`; nothing that was accepted is dropped. */
export interface Limits {
  /** Steps performed at the same time. Functions that wait for something do not count. */
  readonly performing: number;
  /** Claimed steps that wait for a place; when there are more, no execution is started from outside. */
  readonly queued: number;
  /** Executions being started and not yet durable. */
  readonly starting: number;
  /** Signals, pauses, cancellations and the like that are not yet durable. */
  readonly pendingTriggers: number;
  /** Bytes (about) of one input, output or signal. */
  readonly payload: number;
  /** Nesting of one input, output or signal. */
  readonly depth: number;
  /** Milliseconds that an execution with nothing to do stays in memory. */
  readonly idle: number;
  /** Executions with nothing to do that stay in memory. */
  readonly resting: number;
  /** Milliseconds after the start of the engine that a call of a missing function waits for it to be registered. */
  readonly registration: number;
  /** Executions brought back into memory at the same time when the engine starts. */
  readonly recovering: number;
}

/** Limits that suit one machine. */
export const defaultLimits: Limits = {
  performing: 1_000,
  queued: 100_000,
  starting: 1_000,
  pendingTriggers: 10_000,
  payload: 32 * 1024 * 1024,
  depth: 500,
  idle: 2_000,
  resting: 2_000,
  registration: 1_000,
  recovering: 64,
};
