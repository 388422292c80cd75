interface WaitingTimer {
  readonly when: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Where simulated time begins: 1 January 2030, UTC. */
export const simulatedStart = Date.UTC(2030, 0, 1);

/**
 * A clock that moves only when it is told to. Fits the `Clock` of the engine.
 *
 * Wall clock and monotonic clock are two: `jump` sets the former and leaves the latter alone, as an administrator or a
 * time server does. Timers count monotonic time.
 *
 * @example
 * const clock = new SimulatedClock();
 * clock.setTimer(1_000, () => console.log('a second later'));
 * clock.advance(1_000);
 */
export class SimulatedClock {
  #wall: number;
  #monotonic = 0;
  #timers: WaitingTimer[] = [];
  #order = 0;

  constructor(start: number = simulatedStart) {
    this.#wall = start;
  }

  /** Wall clock, milliseconds since 1970. */
  now(): number {
    return this.#wall;
  }

  /** Milliseconds since the clock was made; never goes back. */
  monotonic(): number {
    return this.#monotonic;
  }

  /** Calls `callback` once when at least `delay` milliseconds have passed; returns what cancels it. */
  setTimer(delay: number, callback: () => void): () => void {
    const timer: WaitingTimer = { when: this.#monotonic + Math.max(0, delay), order: (this.#order += 1), callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Milliseconds until the earliest timer; null when none waits. */
  get untilNext(): number | null {
    const earliest = this.#earliest();
    return earliest === null ? null : Math.max(0, earliest.when - this.#monotonic);
  }

  /** Lets time pass; timers fire in their order, each at its time. */
  advance(milliseconds: number): void {
    const until = this.#monotonic + milliseconds;
    for (let timer = this.#earliest(); timer !== null && timer.when <= until; timer = this.#earliest()) {
      this.#pass(Math.max(0, timer.when - this.#monotonic));
      this.#fire(timer);
    }
    this.#pass(Math.max(0, until - this.#monotonic));
  }

  /** Fires the earliest timer at its time; false when there is none. */
  fireNext(): boolean {
    const timer = this.#earliest();
    if (timer === null) return false;
    this.#pass(Math.max(0, timer.when - this.#monotonic));
    this.#fire(timer);
    return true;
  }

  /** Sets the wall clock forward, or back. */
  jump(by: number): void {
    this.#wall += by;
  }

  /** Forgets all timers: whoever set them is gone. */
  clear(): void {
    this.#timers = [];
  }

  #pass(milliseconds: number): void {
    this.#monotonic += milliseconds;
    this.#wall += milliseconds;
  }

  #fire(timer: WaitingTimer): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
    timer.callback();
  }

  #earliest(): WaitingTimer | null {
    return this.#timers.reduce<WaitingTimer | null>((earliest, timer) => {
      if (earliest === null || timer.when < earliest.when) return timer;
      return timer.when === earliest.when && timer.order < earliest.order ? timer : earliest;
    }, null);
  }
}
