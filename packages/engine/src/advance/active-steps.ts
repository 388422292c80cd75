import type { Recorded, StepId } from '@batonhq/core';

/** Something that goes on outside for a step of an execution in memory. */
export interface ActiveStep {
  /** True when nothing but its own outcome, or abandoning it, ends the step. */
  readonly endsByItself: boolean;
  /** The live invocation of a durable function that performs it. */
  readonly listener: OperationListener | null;
  /** Stops it as well as that is possible; whatever comes of it is of no interest any more. */
  abort(reason: string): void;
  /** Lets it go without a sound: it stands still, and what it waits for will bring it back. */
  forget(): void;
}

/** A live invocation of a durable function. */
export interface OperationListener {
  /** Something about one of its operations became durable. */
  hear(recorded: Recorded): void;
  /** The outcome of one of its own steps was decided and is on its way to the disk. */
  foresee(recorded: Recorded): void;
}

/**
 * The steps of one execution that go on outside, by their ids.
 *
 * Most executions have one at a time, again and again: the first has a place of its own, because a map that is filled
 * and emptied with each step makes itself anew every few of them.
 */
export class ActiveSteps {
  #firstId: StepId | null = null;
  #first: ActiveStep | null = null;
  #others: Map<StepId, ActiveStep> | null = null;

  get(id: StepId): ActiveStep | undefined {
    return this.#first !== null && this.#firstId === id ? this.#first : this.#others?.get(id);
  }

  /** Adds a step; one with the same id is replaced. */
  set(id: StepId, step: ActiveStep): void {
    const isFirst = this.#first === null ? this.#others?.has(id) !== true : this.#firstId === id;
    if (!isFirst) (this.#others ??= new Map()).set(id, step);
    else {
      this.#firstId = id;
      this.#first = step;
    }
  }

  /** Takes a step out, if it is still the one under its id. */
  delete(id: StepId, step: ActiveStep): void {
    if (this.#first === step) this.#first = null;
    else if (this.#others?.get(id) === step) this.#others.delete(id);
  }

  clear(): void {
    this.#first = null;
    this.#others = null;
  }

  *[Symbol.iterator](): Iterator<readonly [StepId, ActiveStep]> {
    if (this.#first !== null && this.#firstId !== null) yield [this.#firstId, this.#first];
    if (this.#others !== null) yield* this.#others;
  }
}
