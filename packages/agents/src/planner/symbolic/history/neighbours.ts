import { bestOf } from '../best-of.ts';
import { pairsOf } from '../example.ts';
import type { Chain } from '../example.ts';
import { chainKey } from './plan-counts.ts';

/** What the plans of the most similar requests say: shares that make one over the plans. */
export interface Votes {
  readonly plans: ReadonlyMap<string, { readonly chain: Chain; readonly share: number }>;
  readonly tool: (tool: number) => number;
  readonly pair: (from: number, to: number) => number;
  readonly length: (length: number) => number;
}

/** How many requests vote. */
const voters = 15;

/** A vote of the nearest requests, weighted by the square of their similarity (Cover and Hart 1967; Dudani 1976). */
export function votesOf(similarities: Float64Array, plans: readonly Chain[]): Votes {
  const nearest = bestOf(similarities, voters);
  const total = nearest.reduce((sum, row) => sum + (similarities[row] ?? 0) ** 2, 1e-9);
  const found = new Map<string, { readonly chain: Chain; readonly share: number }>();
  const shares = new Map<string, number>();
  const add = (key: string, share: number): void => void shares.set(key, (shares.get(key) ?? 0) + share);
  for (const row of nearest) {
    const chain = plans[row] ?? [];
    const share = (similarities[row] ?? 0) ** 2 / total;
    const key = chainKey(chain);
    found.set(key, { chain, share: (found.get(key)?.share ?? 0) + share });
    add(`length ${chain.length}`, share);
    for (const tool of new Set(chain)) add(`tool ${tool}`, share);
    for (const pair of new Set(pairsOf(chain).map(chainKey))) add(`pair ${pair}`, share);
  }
  return {
    plans: found,
    tool: (tool) => shares.get(`tool ${tool}`) ?? 0,
    pair: (from, to) => shares.get(`pair ${from}>${to}`) ?? 0,
    length: (length) => shares.get(`length ${length}`) ?? 0,
  };
}
