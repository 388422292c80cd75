import type { Outcome } from '@batonhq/core';
import type { Resident } from '../advance/resident.ts';
import type { Ordering } from '../order/ordering.ts';
import { UrgencyQueue } from '../order/urgency-queue.ts';
import { Attempt, type AttemptHost, type Beginning } from './attempt.ts';

/** What the dispatcher needs of the engine around it. */
export interface DispatchHost {
  /** Makes the outside call; calls `finish` or `detach` of the attempt in the end. Never throws. */
  perform(attempt: Attempt): void;
  /** Brings an outcome to its execution. */
  outcome(attempt: Attempt, outcome: Outcome): void;
  /** Decides who comes first. */
  readonly ordering: Ordering;
  /** Milliseconds since 1970. */
  now(): number;
  /** An attempt ended without an outcome: it waits for something elsewhere, or the execution stands still. */
  detached(attempt: Attempt): void;
  /** An execution may have come to rest. */
  settle(resident: Resident): void;
}

/** What waits is judged anew once so many of it, by their share, got a place. */
const judgedAnew = 1 / 8;

/** A step that took so many milliseconds may keep its place until it is known what follows from it. */
const worthWaiting = 20;

/**
 * Begins the steps that were claimed: so many at a time, the others wait in the order of their urgency.
 *
 * What follows from a step that ended may be more urgent than all that waits, so its place is given away when that is
 * known; not so after a short step, where waiting would cost more than it brings.
 *
 * Invariants: a step is in `resident.active` from here until its outcome was handed on, it was detached or abandoned;
 * `resident.busy` counts those that are queued or awake; a step that was abandoned before its turn never begins.
 */
export class Dispatcher implements AttemptHost {
  readonly #host: DispatchHost;
  readonly #limit: number;
  readonly #queue = new UrgencyQueue<Attempt>();
  #awake = 0;
  #isRefilling = false;
  #isGathering = false;
  /** What was known when what waits was last put in order, and how many got a place since. */
  #orderedAt = 0;
  #placed = 0;

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
    if (this.#awake < this.#limit && this.#queue.size === 0 && !this.#isGathering) this.#begin(attempt);
    else this.#enqueue(attempt);
  }

  /** Begins steps that come together, so many: when there are not places for all, the most urgent ones get them. */
  dispatchTogether(steps: number, dispatchAll: () => void): void {
    const hasRoom = this.#queue.size === 0 && this.#awake + steps <= this.#limit;
    if (steps < 2 || hasRoom || this.#isGathering) return dispatchAll();
    this.#isGathering = true;
    dispatchAll();
    this.#isGathering = false;
    this.#refill();
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
    const { resident } = attempt;
    this.#leave(attempt);
    if (!resident.gone) this.#host.outcome(attempt, outcome);
    if (this.#queue.size === 0) return;
    const { lastCommit } = resident;
    const isLong = this.#host.now() - attempt.placedAt >= worthWaiting;
    if (lastCommit === null || !isLong) this.#refill();
    else void lastCommit.then(() => this.#refill());
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
    if (this.#isRefilling || this.#isGathering) return;
    this.#isRefilling = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      next.placedAt = this.#host.now();
      this.#begin(next);
    }
    this.#isRefilling = false;
  }

  #next(): Attempt | undefined {
    if (this.#awake < this.#limit) this.#order();
    while (this.#awake < this.#limit) {
      const next = this.#queue.shift();
      if (next === undefined) return next;
      const { resident, order, isOver } = next;
      if (!isOver && !resident.isDoomed(order.id)) return next;
      if (!isOver) resident.passOver(order.id, () => this.#enqueue(next));
    }
    return undefined;
  }

  #enqueue(attempt: Attempt): void {
    if (attempt.isOver) return;
    this.#queue.push(attempt, this.#host.ordering.urgencyOf(attempt));
    if (!this.#isGathering) this.#refill();
  }

  /** Judges anew what waits when more is known; of a long queue only now and then, so that it costs each step little. */
  #order(): void {
    const { ordering } = this.#host;
    this.#placed += 1;
    if (ordering.changes === this.#orderedAt || this.#placed < this.#queue.size * judgedAnew) return;
    this.#orderedAt = ordering.changes;
    this.#placed = 0;
    this.#queue.reorder((attempt) => ordering.urgencyOf(attempt));
  }
}
