/**
 * What kind of failure a call of a model met.
 *
 * `rate-limited`, `overloaded`, `timeout` and `cut-off` may pass by waiting; `context-too-long` by shortening the
 * conversation; the others only by another model or by a person.
 */
export type ModelFailure =
  | 'rate-limited'
  | 'overloaded'
  | 'timeout'
  | 'cut-off'
  | 'context-too-long'
  | 'invalid-request'
  | 'authentication'
  | 'refused'
  | 'unreachable';

const passing: ReadonlySet<ModelFailure> = new Set(['rate-limited', 'overloaded', 'timeout', 'cut-off', 'unreachable']);

/** A call of a model that brought no usable answer. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly failure: ModelFailure;
  /** Milliseconds the provider asked to wait, when it did. */
  readonly retryAfter: number | null;

  constructor(failure: ModelFailure, message: string, retryAfter: number | null = null) {
    super(message);
    this.failure = failure;
    this.retryAfter = retryAfter;
  }
}

/** True for failures that the same request may survive later. */
export function isPassing(failure: ModelFailure): boolean {
  return passing.has(failure);
}
