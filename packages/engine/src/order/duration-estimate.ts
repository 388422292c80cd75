/** Attempts that an estimate goes by, about: older ones fade away. */
const memory = 20;

/** Shorter than this is not told apart, in milliseconds. */
const shortest = 0.5;

/** What has taken about the shortest time, again and again. */
const instant = Math.log(shortest) + 0.1;

/** An estimate has to move by this share to count as another one. */
const noticeable = 0.25;

/**
 * How long something is expected to take: the geometric mean of what it took lately, which one attempt out of a
 * thousand that takes a thousand times as long hardly moves.
 */
export class DurationEstimate {
  #logarithm = 0;
  #weight = 0;
  #told = Number.NaN;

  /** True once anything was learned. */
  get isKnown(): boolean {
    return this.#weight > 0;
  }

  /** In milliseconds. */
  get milliseconds(): number {
    return Math.exp(this.#logarithm);
  }

  /** As {@link logarithmOf} gives it. */
  get logarithm(): number {
    return this.#logarithm;
  }

  /** It is known to take next to no time: an attempt that took none says nothing new. */
  get isInstant(): boolean {
    return this.#weight === memory && this.#logarithm < instant;
  }

  /**
   * Takes an attempt into account, as {@link logarithmOf} gives it; true when what is expected has moved since that was last
   * the case, or from what was expected `before` anything was known.
   */
  learn(logarithm: number, before: number): boolean {
    if (this.#weight === 0) this.#told = before;
    this.#weight = Math.min(memory, this.#weight + 1);
    this.#logarithm += (logarithm - this.#logarithm) / this.#weight;
    if (Math.abs(this.#logarithm - this.#told) < noticeable) return false;
    this.#told = this.#logarithm;
    return true;
  }
}

/** What estimates learn of an attempt that took so many milliseconds. */
export function logarithmOf(milliseconds: number): number {
  return Math.log(Math.max(shortest, milliseconds));
}
