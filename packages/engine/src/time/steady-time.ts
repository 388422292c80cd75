import type { Clock } from './clock.ts';

/** Differences between wall and monotonic clock up to this many milliseconds are not taken for a jump. */
const tolerance = 20;

/** The wall clock was set: `by` milliseconds forward (or back, when negative). */
export type OnJump = (by: number) => void;

/**
 * The wall clock, watched for jumps.
 *
 * Instants are recorded by the wall clock, but a duration must take as long as it says although somebody sets the
 * clock meanwhile. Everybody who reads the time reads both clocks here, so that a jump is noticed before anything is
 * recorded in the new time. `frame` counts the jumps: a difference of two readings means something only within one
 * frame.
 */
export class SteadyTime {
  readonly #clock: Clock;
  readonly #onJump: OnJump;
  #offset: number;
  #frame = 0;

  constructor(clock: Clock, onJump: OnJump) {
    this.#clock = clock;
    this.#onJump = onJump;
    this.#offset = clock.now() - clock.monotonic();
  }

  /** Wall clock, in whole milliseconds since 1970. */
  now(): number {
    const wall = this.#clock.now();
    this.#watch(wall);
    return Math.floor(wall);
  }

  /** Milliseconds that never jump. */
  monotonic(): number {
    return this.#clock.monotonic();
  }

  /** How often the wall clock has jumped. */
  get frame(): number {
    return this.#frame;
  }

  /** Wall clock minus monotonic clock, in this frame. */
  get offset(): number {
    return this.#offset;
  }

  #watch(wall: number): void {
    const offset = wall - this.#clock.monotonic();
    const by = offset - this.#offset;
    if (Math.abs(by) <= tolerance) return;
    this.#offset = offset;
    this.#frame += 1;
    this.#onJump(by);
  }
}
