import type { Clock } from '../time/clock.ts';
import type { SteadyTime } from '../time/steady-time.ts';
import { TimerHeap } from '../time/timer-heap.ts';

/** What wakes a schedule: an instant of a calendar, or one that ends an interval. */
export interface Wake {
  readonly calendar: number | null;
  readonly interval: number | null;
}

/** What the alarm needs of the engine around it. */
export interface AlarmHost {
  readonly clock: Clock;
  readonly time: SteadyTime;
  /** An instant of this schedule has come. `now` is never before the instant. */
  ring(schedule: string, now: number): void;
}

/** The wall clock is looked at so often while anything is set, because nobody says when it is changed. */
const look = 10_000;

/** The wall clock may say this much less than an interval that has passed: it is corrected in steps too small to notice. */
const slack = 50;

/**
 * Wakes schedules. Instants of a calendar come by the wall clock, whenever it is set to them; intervals come by the
 * monotonic clock, so that they take as long as they say although somebody sets the clock. Never early, and one system
 * timer for all.
 */
export class Alarm {
  readonly #host: AlarmHost;
  readonly #calendar = new TimerHeap();
  readonly #intervals = new TimerHeap();
  #cancel: (() => void) | null = null;
  #wakeAt = Infinity;
  #isStopped = false;

  constructor(host: AlarmHost) {
    this.#host = host;
  }

  /** Takes the place of what was set for this schedule. */
  set(schedule: string, { calendar, interval }: Wake): void {
    const { time } = this.#host;
    place(this.#calendar, schedule, calendar === null ? null : { due: calendar, when: calendar });
    place(this.#intervals, schedule, interval === null ? null : { due: interval, when: interval - time.offset });
    this.#plan();
  }

  /** The wall clock was set. */
  jumped(): void {
    if (this.#calendar.size > 0) this.#wake();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
    this.#cancel = null;
  }

  #plan(): void {
    if (this.#isStopped) return;
    const { time, clock } = this.#host;
    const now = time.monotonic();
    if (this.#calendar.size + this.#intervals.size === 0) return;
    const earliest = Math.min(this.#calendar.earliest() - time.now(), this.#intervals.earliest() - now, look);
    const wakeAt = now + Math.max(0, earliest);
    if (wakeAt >= this.#wakeAt) return;
    this.#cancel?.();
    this.#wakeAt = wakeAt;
    this.#cancel = clock.setTimer(Math.ceil(Math.max(0, wakeAt - now)), () => this.#wake());
  }

  #wake(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#wakeAt = Infinity;
    if (this.#isStopped) return;
    const { time } = this.#host;
    const wall = time.now();
    const ringing = new Map<string, number>();
    for (let due = this.#calendar.take(wall); due !== undefined; due = this.#calendar.take(wall))
      ringing.set(due.execution, wall);
    const now = time.monotonic();
    for (let due = this.#intervals.take(now); due !== undefined; due = this.#intervals.take(now))
      ringing.set(due.execution, due.due - wall <= slack ? Math.max(wall, due.due) : wall);
    for (const [schedule, at] of ringing) this.#host.ring(schedule, at);
    this.#plan();
  }
}

const timer = 'next';

function place(heap: TimerHeap, schedule: string, at: { readonly due: number; readonly when: number } | null): void {
  if (at === null) heap.disarm(schedule, timer);
  else heap.arm({ execution: schedule, timer, ...at });
}
