/** Where a seeded source of randomness begins: the same seed gives the same numbers on every machine. */
export type Seed = number;

/**
 * Random numbers that depend on nothing but a seed (a 32-bit counter through a mixing function). Not for secrets.
 *
 * @example
 * const random = new SeededRandom(7);
 * random.below(6); // the same die every time
 */
export class SeededRandom {
  #state: number;

  constructor(seed: Seed) {
    this.#state = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.floor(seed / 2 ** 32)) >>> 0;
    this.next();
    this.next();
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from 0 to `limit - 1`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items. */
  pick<T>(items: readonly [T, ...T[]]): T;
  pick<T>(items: readonly T[]): T | undefined;
  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }

  /** The items in a random order. */
  shuffle<T>(items: readonly T[]): T[] {
    const result = items.slice();
    for (let index = result.length - 1; index > 0; index -= 1) {
      const other = this.below(index + 1);
      const [here, there] = [result[index], result[other]];
      if (here !== undefined && there !== undefined) [result[index], result[other]] = [there, here];
    }
    return result;
  }

  /** Another source that goes its own way, so that drawing more here changes nothing there. */
  branch(): SeededRandom {
    return new SeededRandom(this.below(2 ** 31));
  }
}
