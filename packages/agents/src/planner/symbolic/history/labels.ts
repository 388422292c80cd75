import { pairsOf } from '../example.ts';
import type { Chain } from '../example.ts';
import { chainKey } from './plan-counts.ts';

/** What a ridge learns to tell of a request: which functions, which pairs of them, how many. Numbered as they are met. */
export class LabelBook {
  readonly #numbers = new Map<string, number>();
  /** For each plan, its labels. */
  readonly rows: readonly (readonly number[])[];

  constructor(plans: readonly Chain[]) {
    this.rows = plans.map((plan) => [
      ...new Set([
        ...plan.map((tool) => this.#number(`tool ${tool}`)),
        ...pairsOf(plan).map((pair) => this.#number(`pair ${chainKey(pair)}`)),
        this.#number(`length ${plan.length}`),
      ]),
    ]);
  }

  get size(): number {
    return this.#numbers.size;
  }

  tool(tool: number): number | undefined {
    return this.#numbers.get(`tool ${tool}`);
  }

  pair(from: number, to: number): number | undefined {
    return this.#numbers.get(`pair ${from}>${to}`);
  }

  length(length: number): number | undefined {
    return this.#numbers.get(`length ${length}`);
  }

  #number(label: string): number {
    const known = this.#numbers.get(label);
    if (known !== undefined) return known;
    this.#numbers.set(label, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}
