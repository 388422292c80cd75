import type { DueTimer, Journal, TimerChange } from '@batonhq/core';
import type { Clock } from './clock.ts';
import type { SteadyTime } from './steady-time.ts';
import { TimerHeap, type HeapTimer } from './timer-heap.ts';

/** What the timers need of the engine around them. */
export interface TimersHost {
  readonly clock: Clock;
  readonly time: SteadyTime;
  readonly journal: Pick<Journal, 'dueTimers' | 'nextTimer'>;
  /** Delivers a fired timer; fulfils when that is durable or turned out to be of no interest. */
  fire(timer: DueTimer): Promise<void>;
  /** Reading the journal failed. */
  failed(error: unknown): void;
}

/** How much of the timers is kept in memory and how many are delivered at a time. */
export interface TimerLimits {
  /** Milliseconds ahead that timers are kept in memory; later ones stay in the journal. */
  readonly horizon: number;
  /** Timers delivered and not yet durable. */
  readonly firing: number;
  /** Timers read from the journal at once. */
  readonly page: number;
  /** Timers kept in memory after a jump of the clock, beyond the horizon. */
  readonly rebased: number;
}

const defaultLimits: TimerLimits = { horizon: 60_000, firing: 128, page: 1_000, rebased: 200_000 };

/** An arming or disarming that has just become durable. */
export interface TimerNews {
  readonly execution: string;
  readonly changes: readonly TimerChange[];
  /** The recorded time that `due` was computed from. */
  readonly at: number;
  /** The frame of {@link SteadyTime} when it was computed. */
  readonly frame: number;
}

/**
 * Durable timers: those due within a horizon are in memory, all of them are in the journal.
 *
 * (1) Never early: a timer fires when as much monotonic time has passed as was left when it was armed, or, after a
 *     restart, as was left by the wall clock.
 * (2) A jump of the wall clock changes nothing for timers armed before it: those in memory are kept in monotonic time,
 *     and the jump is noticed before the next one is armed, so all others in the journal are older and are taken into
 *     memory with what was left of them.
 * (3) One system timer, for the earliest.
 */
export class Timers {
  readonly #host: TimersHost;
  readonly #limits: TimerLimits;
  readonly #heap = new TimerHeap();
  readonly #firing = new Set<string>();
  /** Timers due up to here (monotonic) are in memory. */
  #horizon = -Infinity;
  /** When to look into the journal again (monotonic). */
  #refillAt = Infinity;
  #filling = false;
  /** Jumps of the clock whose older timers are still being read. */
  #rebasing = 0;
  #wakeAt = Infinity;
  #cancelWake: (() => void) | null = null;
  #stopped = false;

  constructor(host: TimersHost, limits: Partial<TimerLimits> = {}) {
    this.#host = host;
    this.#limits = { ...defaultLimits, ...limits };
  }

  /** Number of timers in memory. */
  get size(): number {
    return this.#heap.size;
  }

  /** Reads what is due soon and begins to fire. */
  start(): Promise<void> {
    return this.#fill();
  }

  /** Takes notice of timers that were armed and disarmed. */
  change({ execution, changes, at, frame }: TimerNews): void {
    const { time } = this.#host;
    const wall = time.now();
    // Recorded time never goes back: while the clock is behind it, what the journal says is not by the clock either.
    const isCurrent = frame === time.frame && at <= wall;
    const base = isCurrent ? -time.offset : time.monotonic() - at;
    for (const change of changes) {
      if (change.kind === 'disarm') this.#heap.disarm(execution, change.timer);
      else this.#arm({ execution, timer: change.timer, due: change.due }, { when: change.due + base, isCurrent });
    }
    this.#plan();
  }

  /** The wall clock was set by this much (2). */
  jumped(by: number): void {
    this.#rebasing += 1;
    this.#rebase(this.#host.time.offset - by)
      .catch((error: unknown) => this.#host.failed(error))
      .finally(() => {
        this.#rebasing -= 1;
        this.#plan();
      });
  }

  /** Stops firing; what is being delivered goes on. */
  stop(): void {
    this.#stopped = true;
    this.#cancelWake?.();
    this.#cancelWake = null;
  }

  /** A timer beyond the horizon stays in the journal, unless what the journal says about it is of another frame. */
  #arm(timer: DueTimer, { when, isCurrent }: { readonly when: number; readonly isCurrent: boolean }): void {
    if (when <= this.#horizon || this.#rebasing > 0 || !isCurrent) this.#heap.arm({ ...timer, when });
    else this.#refillAt = Math.min(this.#refillAt, when - this.#limits.horizon / 2);
  }

  /** Does what is due now and sets the system timer for what comes next (3). */
  #plan(): void {
    this.#drain();
    if (this.#stopped || this.#firing.size >= this.#limits.firing) return;
    const refillAt = this.#filling ? Infinity : this.#refillAt;
    const now = this.#host.time.monotonic();
    const wakeAt = Math.min(this.#heap.earliest(), refillAt);
    if (refillAt <= now) this.#fill().catch((error: unknown) => this.#host.failed(error));
    else if (wakeAt < this.#wakeAt) this.#sleep(wakeAt, Math.max(0, wakeAt - now));
  }

  #sleep(wakeAt: number, delay: number): void {
    this.#cancelWake?.();
    this.#wakeAt = wakeAt;
    this.#cancelWake = this.#host.clock.setTimer(Math.ceil(delay), () => {
      this.#wakeAt = Infinity;
      this.#cancelWake = null;
      this.#host.time.now();
      this.#plan();
    });
  }

  /** Fires what is due, so many at a time; each delivery that ends makes room for the next. */
  #drain(): void {
    const now = this.#host.time.monotonic();
    while (!this.#stopped && this.#firing.size < this.#limits.firing) {
      const timer = this.#heap.take(now);
      if (timer === undefined) return;
      this.#fire(timer);
    }
  }

  #fire(timer: HeapTimer): void {
    const key = `${timer.execution} ${timer.timer}`;
    this.#firing.add(key);
    const done = (): void => {
      this.#firing.delete(key);
      this.#plan();
    };
    this.#host.fire(timer).then(done, (error: unknown) => {
      this.#host.failed(error);
      done();
    });
  }

  /** Moves the horizon and reads what is due before it. */
  async #fill(): Promise<void> {
    this.#filling = true;
    this.#refillAt = Infinity;
    try {
      await this.#read();
    } finally {
      this.#filling = false;
      this.#plan();
    }
  }

  async #read(): Promise<void> {
    const { time, journal } = this.#host;
    const { horizon, page } = this.#limits;
    const until = time.now() + horizon;
    const { offset } = time;
    this.#horizon = until - offset;
    const found = await journal.dueTimers(until, page);
    for (const timer of found) this.#adopt(timer, offset);
    const last = found.at(-1);
    if (last !== undefined && found.length === page) {
      this.#horizon = last.due - offset;
      this.#refillAt = this.#horizon;
    } else if (last !== undefined) this.#refillAt = this.#horizon - horizon / 2;
    else await this.#sleepUntilNext(until - offset);
  }

  /** Nothing is due soon: look again shortly before something is. */
  async #sleepUntilNext(horizon: number): Promise<void> {
    const next = await this.#host.journal.nextTimer();
    if (next === null) return;
    const when = next - this.#host.time.offset;
    this.#refillAt = Math.min(this.#refillAt, Math.max(when, horizon) - this.#limits.horizon / 2);
  }

  /** Takes a timer of the journal into memory unless it is there, or on its way, already. */
  #adopt(timer: DueTimer, offset: number): void {
    if (this.#heap.has(timer.execution, timer.timer) || this.#firing.has(`${timer.execution} ${timer.timer}`)) return;
    this.#heap.arm({ ...timer, when: timer.due - offset });
  }

  async #rebase(offset: number): Promise<void> {
    const found = await this.#host.journal.dueTimers(Number.MAX_SAFE_INTEGER, this.#limits.rebased);
    for (const timer of found) this.#adopt(timer, offset);
  }
}
