/** How many requests a key may send. */
export interface PaceOptions {
  /** Requests per second in the long run. */
  readonly rate: number;
  /** Requests at once after a quiet time. */
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Keys that are remembered: one that is forgotten begins with a full bucket. */
const most = 10_000;

/**
 * A token bucket for each key, in memory: what it protects is this process.
 *
 * Source: J. Turner, "New directions in communications", IEEE Communications Magazine 24(10), 1986.
 */
export class Pace {
  readonly #options: PaceOptions;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** `now` gives milliseconds, from wherever they count. */
  constructor(options: PaceOptions, now: () => number) {
    this.#options = options;
    this.#now = now;
  }

  /** Takes a request of the key in: 0, or the seconds until the next one may come. */
  take(key: string): number {
    const { rate, burst } = this.#options;
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? this.#fresh(key, now);
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1_000) * rate);
    bucket.at = now;
    if (bucket.tokens < 1) return (1 - bucket.tokens) / rate;
    bucket.tokens -= 1;
    return 0;
  }

  #fresh(key: string, now: number): Bucket {
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size >= most && oldest !== undefined) this.#buckets.delete(oldest);
    const bucket = { tokens: this.#options.burst, at: now };
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
