import type { Outcome, StepOrder } from '@batonhq/core';
import type { Resident } from '../advance/resident.ts';
import { Attempt, type AttemptHost, type Beginning } from './attempt.ts';
import { PriorityQueue } from './priority-queue.ts';

/** What the dispatcher needs of the engine around it. */
export interface DispatchHost {
  /** Makes the outside call; calls `finish` or `detach` of the attempt in the end. Never throws. */
  perform(attempt: Attempt): void;
  /** Brings an outcome to its execution. */
  outcome(resident: Resident, order: StepOrder, outcome: Outcome): void;
  /** An attempt ended without an outcome: it waits for something elsewhere, or the execution stands still. */
  detached(attempt: Attempt): void;
  /** An execution may have come to rest. */
  settle(resident: Resident): void;
}

/**
 * Begins the steps that were claimed: so many at a time, the others wait by priority.
 *
 * Invariants: a step is in `resident.active` from here until its outcome was handed on, it was detached or abandoned;
 * `resident.busy` counts those that are queued or awake; a step that was abandoned before its turn never begins.
 */
export class Dispatcher implements AttemptHost {
  readonly #host: DispatchHost;
  readonly #limit: number;
  readonly #queue = new PriorityQueue<Attempt>();
  #awake = 0;
  #isRefilling = false;

  constructor(host: DispatchHost, limit: number) {
    this.#host = host;
    this.#limit = limit;
  }

  /** Steps that are being performed, without those that stand still. */
  get performing(): number {
    return this.#awake;
  }

  /** Steps that wait for a place. */
  get queued(): number {
    return this.#queue.size;
  }

  /** Begins a claimed step, or lets it wait for a place. */
  dispatch(beginning: Beginning): void {
    const { resident, order } = beginning;
    if (resident.isDoomed(order.id)) return resident.passOver(order.id, () => this.dispatch(beginning));
    resident.active.get(order.id)?.abort('superseded by another attempt');
    const attempt = new Attempt(this, beginning);
    resident.active.set(order.id, attempt);
    resident.busy += 1;
    if (this.#awake < this.#limit) this.#begin(attempt);
    else this.#queue.push(attempt, resident.state?.origin.priority ?? 0);
  }

  /** Abandons everything that goes on for an execution. */
  abandon(resident: Resident, reason: string): void {
    for (const [, step] of resident.active) step.abort(reason);
  }

  /** Lets an execution go in which everything stands still. */
  forget(resident: Resident): void {
    for (const [, step] of resident.active) step.forget();
    resident.active.clear();
  }

  finished(attempt: Attempt, outcome: Outcome): void {
    this.#leave(attempt);
    if (!attempt.resident.gone) this.#host.outcome(attempt.resident, attempt.order, outcome);
    this.#refill();
  }

  detached(attempt: Attempt): void {
    this.#leave(attempt);
    this.#host.detached(attempt);
    this.#host.settle(attempt.resident);
    this.#refill();
  }

  aborted(attempt: Attempt): void {
    this.#leave(attempt);
    this.#refill();
  }

  rested(attempt: Attempt): void {
    this.#awake -= 1;
    attempt.resident.busy -= 1;
    this.#host.settle(attempt.resident);
    this.#refill();
  }

  /** What goes on after standing still does not queue again: others may wait for it. */
  woke(attempt: Attempt): void {
    this.#awake += 1;
    attempt.resident.busy += 1;
  }

  #begin(attempt: Attempt): void {
    this.#awake += 1;
    attempt.place = 'awake';
    this.#host.perform(attempt);
  }

  #leave(attempt: Attempt): void {
    const { resident, order } = attempt;
    resident.active.delete(order.id, attempt);
    if (attempt.place !== 'resting') resident.busy -= 1;
    if (attempt.place === 'awake') this.#awake -= 1;
  }

  /** Begins what waits, as long as there are places. A step that ends at once comes back here: the loop goes on then. */
  #refill(): void {
    if (this.#isRefilling) return;
    this.#isRefilling = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) this.#begin(next);
    this.#isRefilling = false;
  }

  #next(): Attempt | undefined {
    while (this.#awake < this.#limit) {
      const next = this.#queue.shift();
      if (next === undefined || !next.isOver) return next;
    }
    return undefined;
  }
}
