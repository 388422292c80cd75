import type { Outcome, StepOrder } from '@batonhq/core';
import type { ActiveStep, OperationListener } from '../advance/active-steps.ts';
import { isInFlight, type Resident } from '../advance/resident.ts';

/** A step to begin. */
export interface Beginning {
  readonly resident: Resident;
  readonly order: StepOrder;
  /** Recorded time of what makes it begin. */
  readonly at: number;
  /**
   * Why it begins: it was claimed just now; its process died and the repeat rule lets it be done again; or it is a
   * durable function that left memory, and what it did is in the journal.
   */
  readonly cause: 'claimed' | 'recovered' | 'revived';
}

/** Nobody wants the outcome of an attempt any more. */
export interface Leaving {
  readonly reason: string;
  /** It stands still and will be invoked again: its code must not notice. */
  readonly isSilent: boolean;
}

/** What an attempt tells whoever began it. */
export interface AttemptHost {
  /** It came back. */
  finished(attempt: Attempt, outcome: Outcome): void;
  /** Nothing is going on in this process for it; what it waits for will come by another way. */
  detached(attempt: Attempt): void;
  /** It stands still until an operation of its own ends, or goes on after that. */
  rested(attempt: Attempt): void;
  woke(attempt: Attempt): void;
  /** It was abandoned. */
  aborted(attempt: Attempt): void;
}

/**
 * One attempt at a step, being performed.
 *
 * Whoever performs it calls `finish` once, or `detach`; after `abort` neither matters. Its signal is made only when
 * somebody asks for it, because most steps end before anybody would want to stop them.
 */
export class Attempt implements ActiveStep {
  readonly resident: Resident;
  readonly order: StepOrder;
  /** Called when nobody wants its outcome any more. */
  onLeave: ((leaving: Leaving) => void) | null = null;
  listener: OperationListener | null = null;
  /** Whether it waits for its turn, is being performed, or stands still. */
  place: 'queued' | 'awake' | 'resting' = 'queued';
  #isOver = false;
  #controller: AbortController | null = null;
  #abandoned: AbandonedError | null = null;
  readonly cause: Beginning['cause'];
  /** Recorded time of what made it begin. */
  readonly begunAt: number;
  /** When it got its place among those that are performed. */
  placedAt: number;
  readonly #host: AttemptHost;

  constructor(host: AttemptHost, { resident, order, cause, at }: Beginning) {
    this.#host = host;
    this.resident = resident;
    this.order = order;
    this.cause = cause;
    this.begunAt = at;
    this.placedAt = at;
  }

  get endsByItself(): boolean {
    return this.order.effect.kind !== 'workflow' && this.cause !== 'revived' && isInFlight(this.order);
  }

  /** True once it finished, was detached or abandoned. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Aborted when the step is abandoned. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#abandoned !== null && !this.#controller.signal.aborted) this.#controller.abort(this.#abandoned);
    return this.#controller.signal;
  }

  finish(outcome: Outcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#host.finished(this, outcome);
  }

  detach(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#host.detached(this);
  }

  /** Frees its place among the steps being performed until {@link wake}. */
  rest(): void {
    if (this.#isOver || this.place !== 'awake') return;
    this.place = 'resting';
    this.#host.rested(this);
  }

  wake(): void {
    if (this.#isOver || this.place !== 'resting') return;
    this.place = 'awake';
    this.#host.woke(this);
  }

  abort(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#host.aborted(this);
    this.#abandoned = new AbandonedError(reason);
    this.onLeave?.({ reason, isSilent: false });
    this.#controller?.abort(this.#abandoned);
  }

  forget(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.onLeave?.({ reason: 'the execution left memory', isSilent: true });
  }
}

/** Why a step was abandoned that took longer than it, or something around it, may take. */
export const outOfTime = 'its time was over';

/** Why the signal of a step was aborted: the task was cancelled, timed out, or left memory. */
export class AbandonedError extends Error {
  override readonly name = 'AbandonedError';

  /** It was abandoned because it took too long. */
  get isLate(): boolean {
    return this.message === outOfTime;
  }
}
