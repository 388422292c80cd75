import { systemClock, type Clock } from '@batonhq/engine';

interface Waiting {
  readonly when: number;
  readonly callback: () => void;
  cancel: () => void;
}

/** The clock of the machine, until it is told that time has passed at once; timers that are due by then fire. */
export class ShiftedClock implements Clock {
  readonly #waiting = new Set<Waiting>();
  #shift = 0;

  now(): number {
    return systemClock.now() + this.#shift;
  }

  monotonic(): number {
    return systemClock.monotonic() + this.#shift;
  }

  setTimer(delay: number, callback: () => void): () => void {
    const timer: Waiting = { when: this.monotonic() + delay, callback, cancel: () => undefined };
    this.#waiting.add(timer);
    this.#arm(timer);
    return () => {
      timer.cancel();
      this.#waiting.delete(timer);
    };
  }

  /** So many milliseconds have passed. */
  shift(milliseconds: number): void {
    this.#shift += milliseconds;
    for (const timer of this.#waiting) {
      timer.cancel();
      this.#arm(timer);
    }
  }

  #arm(timer: Waiting): void {
    timer.cancel = systemClock.setTimer(Math.max(0, timer.when - this.monotonic()), () => {
      this.#waiting.delete(timer);
      timer.callback();
    });
  }
}
