/** Lets so many pieces of work happen at the same time; the others wait in their order. */
export class Gate {
  readonly #atOnce: number;
  #waiting: (() => void)[] = [];
  #next = 0;
  #inside = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** How many are inside or waiting. */
  get size(): number {
    return this.#inside + this.#waiting.length - this.#next;
  }

  /** Does the work when its turn comes. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#atOnce) await new Promise<void>((enter) => this.#waiting.push(enter));
    else this.#inside += 1;
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  /** Whoever leaves hands the place to the next, so that nobody comes in between. */
  #leave(): void {
    const next = this.#waiting[this.#next];
    if (next === undefined) {
      this.#inside -= 1;
      this.#waiting = [];
      this.#next = 0;
      return;
    }
    this.#next += 1;
    next();
  }
}
