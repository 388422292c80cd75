import type { Commit, Recorded } from '@batonhq/core';
import type { SimulatedClock } from '../time/simulated-clock.ts';
import type { Violation } from './effect-checks.ts';

interface Armed {
  readonly process: number;
  readonly monotonic: number;
  readonly lasts: number;
}

/** When a commit was made, by whom. */
interface Seen {
  readonly process: number;
  readonly monotonic: number;
  readonly now: number;
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

  /**
   * Looks at a commit at the moment it is made; what it gives is to be called when that is durable, and says what is
   * wrong with it. One that a full disk refused has armed and fired nothing.
   */
  see(commit: Commit, process: number): () => readonly Violation[] {
    const seen = { process, monotonic: this.#clock.monotonic(), now: this.#clock.now() };
    return () => commit.events.flatMap((recorded) => this.#judge(commit.execution, recorded, seen));
  }

  #judge(execution: string, { event, at, seq }: Recorded, { process, monotonic, now }: Seen): readonly Violation[] {
    if (!this.#wasSetBack && at > now) return [`I7 ${execution}: event ${seq} is from the future`];
    if (event.kind === 'timer.armed') {
      // It lasts from when the decision began that armed it; the process may have stood still since.
      const since = monotonic - Math.max(0, now - at);
      this.#armed.set(`${execution} ${event.timer}`, { process, monotonic: since, lasts: event.due - at });
    }
    return event.kind === 'timer.fired' ? this.#fired(`${execution} ${event.timer}`, { process, monotonic }) : [];
  }

  #fired(timer: string, { process, monotonic }: Pick<Seen, 'process' | 'monotonic'>): readonly Violation[] {
    const armed = this.#armed.get(timer);
    this.#armed.delete(timer);
    if (armed === undefined || armed.process !== process) return [];
    const early = armed.lasts - (monotonic - armed.monotonic);
    return early > 1 ? [`I7 ${timer} fired ${early} ms early`] : [];
  }
}
