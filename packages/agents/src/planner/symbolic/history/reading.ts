import type { Chain } from '../example.ts';
import type { WordMatch } from '../match/tool-index.ts';
import type { Votes } from './neighbours.ts';
import type { Counts } from './plan-counts.ts';

/** All that is known of one request before any plan is thought of. */
export interface Reading {
  readonly words: readonly string[];
  /** The share of them that other requests have too. */
  readonly known: number;
  readonly match: WordMatch;
  /** What the ridge says. */
  readonly scores: {
    readonly tool: (tool: number) => number;
    readonly pair: (from: number, to: number) => number;
    readonly length: (length: number) => number;
  };
  readonly votes: Votes;
  /** How alike the most similar request is. */
  readonly nearest: number;
  /** Without the plan of the request itself. */
  readonly counts: Counts;
  /** The plan of a request that is in the history; null for a new one. */
  readonly own: Chain | null;
}

/** The logarithm of a number that is at least `least`. */
export function safeLog(value: number, least: number): number {
  return Math.log(Math.max(value, least));
}
