import type { Recorded } from '../event/event.ts';
import type { StepId, StepOrder, TimerId } from '../step/step.ts';
import type { ExecutionState } from './state.ts';

/** A change to the set of armed timers; `due` is milliseconds since 1970. */
export type TimerChange =
  | { readonly kind: 'arm'; readonly timer: TimerId; readonly due: number }
  | { readonly kind: 'disarm'; readonly timer: TimerId };

/** A trigger that makes no sense now: the caller is told, nothing is recorded. */
export interface Refusal {
  readonly code:
    | 'terminal'
    | 'not-started'
    | 'not-suspended'
    | 'suspended'
    | 'not-ambiguous'
    | 'not-asked'
    | 'not-amendable'
    | 'not-allowed'
    | 'decided'
    | 'not-revisable'
    | 'already-started'
    | 'inbox-full';
  readonly message: string;
}

/**
 * What a trigger leads to.
 *
 * Invariants: `state` equals the fold of `events` over the state decided on; every step in `steps` was claimed by
 * an event of this decision or an earlier one and is performed only after `events` are committed.
 */
export interface Decision {
  readonly state: ExecutionState;
  readonly events: readonly Recorded[];
  /** Steps to perform once the events are durable. */
  readonly steps: readonly StepOrder[];
  /** Steps whose performing is to be aborted; a child execution is cancelled. */
  readonly aborted: readonly StepId[];
  readonly timers: readonly TimerChange[];
  /** Fuel ran out before the execution came to rest: deliver `continue`. */
  readonly more: boolean;
  readonly refusal?: Refusal;
}
