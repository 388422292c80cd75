import { pairsOf } from './example.ts';
import type { Chain } from './example.ts';
import { softmax } from './regression/ranking.ts';

/** A chain and how sure it is. */
export interface Chosen {
  readonly chain: Chain;
  /** The chance that its functions are just the right ones, as far as the model knows itself. */
  readonly confidence: number;
  /** The next best chains of other functions, best first, at most three. */
  readonly alternatives: readonly Chain[];
}

/** How many of the best candidates are looked at, and how many of these may be chosen. */
const considered = 30;
const eligible = 12;

/**
 * Of many candidates the one that is expected to be nearest to the right one, not the one that is likeliest: minimum
 * Bayes risk (Kumar and Byrne 2004), with {@link likeness} as what is won.
 */
export function choose(candidates: readonly Chain[], scores: Float64Array): Chosen {
  const order = candidates
    .map((_, place) => place)
    .toSorted((left, right) => (scores[right] ?? 0) - (scores[left] ?? 0));
  const best = order.slice(0, considered);
  const chains = best.map((place) => candidates[place] ?? []);
  const chances = softmax(Float64Array.from(best, (place) => scores[place] ?? 0));
  const shapes = chains.map(shapeOf);
  const worth = shapes
    .slice(0, eligible)
    .map((shape) => shapes.reduce((sum, other, index) => sum + (chances[index] ?? 0) * alike(shape, other), 0));
  const chain = chains[worth.indexOf(Math.max(...worth))] ?? [];
  const confidence = chains.reduce(
    (sum, other, index) => sum + (sameTools(chain, other) ? (chances[index] ?? 0) : 0),
    0,
  );
  const alternatives = chains.filter((other) => !sameTools(chain, other)).slice(0, 3);
  return { chain, confidence, alternatives };
}

/** From 0 to 1: the mean of the F1 of functions, the F1 of pairs, and whether all functions are the same. */
export function likeness(left: Chain, right: Chain): number {
  return alike(shapeOf(left), shapeOf(right));
}

/** What chains are compared by; making it takes longer than comparing. */
interface Shape {
  readonly tools: ReadonlySet<number>;
  readonly pairs: ReadonlySet<string>;
}

function shapeOf(chain: Chain): Shape {
  return { tools: new Set(chain), pairs: pairSet(chain) };
}

function alike(left: Shape, right: Shape): number {
  const tools = f1(left.tools, right.tools);
  return (tools + f1(left.pairs, right.pairs) + Number(tools === 1)) / 3;
}

/** Twice what both have, divided by what each has; functions count once. */
export function toolF1(left: Chain, right: Chain): number {
  return f1(new Set(left), new Set(right));
}

function sameTools(left: Chain, right: Chain): boolean {
  return toolF1(left, right) === 1;
}

function pairSet(chain: Chain): ReadonlySet<string> {
  return new Set(pairsOf(chain).map(([from, to]) => `${from}>${to}`));
}

function f1<T>(left: ReadonlySet<T>, right: ReadonlySet<T>): number {
  if (left.size + right.size === 0) return 1;
  let common = 0;
  for (const one of left) if (right.has(one)) common += 1;
  return (2 * common) / (left.size + right.size);
}
