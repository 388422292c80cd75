import type { Commit } from '@batonhq/core';
import type { SimulatedClock } from '../time/simulated-clock.ts';
import type { Violation } from './effect-checks.ts';

interface Armed {
  readonly process: number;
  readonly monotonic: number;
  readonly lasts: number;
}

/**
 * I7 against true time: a timer that was armed and fires in the same process fires after as long as it lasts, whatever
 * somebody does to the wall clock; no event is from the future unless the clock was set back.
 */
export class TimerWatch {
  readonly #clock: SimulatedClock;
  readonly #armed = new Map<string, Armed>();
  #wasSetBack = false;

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  /** The wall clock was set by this much. */
  jumped(by: number): void {
    this.#wasSetBack ||= by < 0;
  }

  /** Looks at a commit at the moment it is made. */
  see(commit: Commit, process: number): readonly Violation[] {
    return commit.events.flatMap((recorded) => {
      const { event, at } = recorded;
      if (!this.#wasSetBack && at > this.#clock.now())
        return [`I7 ${commit.execution}: event ${recorded.seq} is from the future`];
      if (event.kind === 'timer.armed') {
        this.#armed.set(`${commit.execution} ${event.timer}`, {
          process,
          // It lasts from when the decision began that armed it; the process may have stood still since.
          monotonic: this.#clock.monotonic() - Math.max(0, this.#clock.now() - at),
          lasts: event.due - at,
        });
      }
      return event.kind === 'timer.fired' ? this.#fired(`${commit.execution} ${event.timer}`, process) : [];
    });
  }

  #fired(timer: string, process: number): readonly Violation[] {
    const armed = this.#armed.get(timer);
    this.#armed.delete(timer);
    if (armed === undefined || armed.process !== process) return [];
    const early = armed.lasts - (this.#clock.monotonic() - armed.monotonic);
    return early > 1 ? [`I7 ${timer} fired ${early} ms early`] : [];
  }
}
