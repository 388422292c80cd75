import { pairsOf } from '../example.ts';
import type { Chain } from '../example.ts';

/** What past plans had in common, as counts. */
export interface Counts {
  readonly plan: (chain: Chain) => number;
  readonly tool: (tool: number) => number;
  readonly pair: (from: number, to: number) => number;
  /** In how many plans one came anywhere before the other. */
  readonly before: (from: number, to: number) => number;
  readonly first: (tool: number) => number;
  readonly last: (tool: number) => number;
  /** How many plans in all. */
  readonly total: number;
}

/** A chain as one text, to be counted. */
export function chainKey(chain: Chain): string {
  return chain.join('>');
}

/** Counts over plans, also as they would be without one of them: what a plan is judged by may not contain itself. */
export class PlanCounts {
  readonly #plans: readonly Chain[];
  readonly #all: Tallies;

  constructor(plans: readonly Chain[]) {
    this.#plans = plans;
    this.#all = tally(plans);
  }

  /** Every plan once, in the order they were first seen. */
  get chains(): readonly Chain[] {
    return [...new Map(this.#plans.map((plan) => [chainKey(plan), plan])).values()];
  }

  all(): Counts {
    return countsFrom(this.#all, null, this.#plans.length);
  }

  without(plan: Chain): Counts {
    return countsFrom(this.#all, tally([plan]), this.#plans.length - 1);
  }
}

type Tallies = Readonly<Record<'plan' | 'tool' | 'pair' | 'before' | 'first' | 'last', Map<string | number, number>>>;

/** More functions than any catalog has: two numbers become one. */
const stride = 1 << 20;

function tally(plans: readonly Chain[]): Tallies {
  const made: Tallies = {
    plan: new Map(),
    tool: new Map(),
    pair: new Map(),
    before: new Map(),
    first: new Map(),
    last: new Map(),
  };
  for (const plan of plans) {
    count(made.plan, chainKey(plan));
    for (const tool of new Set(plan)) count(made.tool, tool);
    for (const [from, to] of pairsOf(plan)) count(made.pair, from * stride + to);
    for (const [index, from] of plan.entries())
      for (const to of plan.slice(index + 1)) count(made.before, from * stride + to);
    count(made.first, plan[0] ?? 0);
    count(made.last, plan.at(-1) ?? 0);
  }
  return made;
}

function count(map: Map<string | number, number>, key: string | number): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function countsFrom(all: Tallies, own: Tallies | null, total: number): Counts {
  const read = (name: keyof Tallies, key: string | number): number =>
    (all[name].get(key) ?? 0) - (own?.[name].get(key) ?? 0);
  return {
    total,
    plan: (chain) => read('plan', chainKey(chain)),
    tool: (tool) => read('tool', tool),
    pair: (from, to) => read('pair', from * stride + to),
    before: (from, to) => read('before', from * stride + to),
    first: (tool) => read('first', tool),
    last: (tool) => read('last', tool),
  };
}
