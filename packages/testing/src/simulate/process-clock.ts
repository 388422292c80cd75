import type { SimulatedClock } from '../time/simulated-clock.ts';

/** The clock as one process sees it: when the process dies, its timers die with it. */
export class ProcessClock {
  readonly #clock: SimulatedClock;
  readonly #booted: number;
  #isAlive = true;

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
    this.#booted = clock.monotonic();
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  now(): number {
    return this.#clock.now();
  }

  /** Begins at nothing with every process, as that of a machine does that was started again. */
  monotonic(): number {
    return this.#clock.monotonic() - this.#booted;
  }

  setTimer(delay: number, callback: () => void): () => void {
    return this.#clock.setTimer(delay, () => {
      if (this.#isAlive) callback();
    });
  }

  /** Fulfils after so much simulated time, unless the process is dead by then. */
  sleep(delay: number): Promise<void> {
    return new Promise((resolve) => {
      this.setTimer(delay, resolve);
    });
  }

  kill(): void {
    this.#isAlive = false;
  }
}
