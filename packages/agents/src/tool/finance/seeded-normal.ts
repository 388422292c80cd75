import { sha256 } from '@batonhq/core';

/**
 * Standard normal numbers that are the same for the same seed, on every machine: xoshiro128** (Blackman and Vigna 2018)
 * through the polar method of Marsaglia (1964).
 */
export class SeededNormal {
  readonly #state: Uint32Array;
  #spare: number | null = null;

  constructor(seed: string) {
    const digest = sha256(seed);
    this.#state = Uint32Array.from([0, 8, 16, 24], (start) => Number.parseInt(digest.slice(start, start + 8), 16));
  }

  next(): number {
    const spare = this.#spare;
    this.#spare = null;
    if (spare !== null) return spare;
    for (;;) {
      const x = 2 * this.#uniform() - 1;
      const y = 2 * this.#uniform() - 1;
      const size = x * x + y * y;
      if (size >= 1 || size === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(size)) / size);
      this.#spare = y * factor;
      return x * factor;
    }
  }

  #uniform(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#state;
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const third = c ^ a;
    const fourth = d ^ b;
    this.#state.set([a ^ fourth, b ^ third, third ^ (b << 9), rotated(fourth, 11)]);
    return result / 2 ** 32;
  }
}

function rotated(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
