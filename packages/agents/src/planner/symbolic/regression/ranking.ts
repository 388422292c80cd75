import { penalty } from './logistic.ts';
import { minimise } from './newton.ts';
import { addOuter, diagonal, dot } from './solve.ts';

/** Candidates of one request: their features, and how the right answer spreads over them; the shares make one. */
export interface Choice {
  readonly candidates: readonly Float64Array[];
  readonly shares: Float64Array;
}

/**
 * The weights with which the right candidates get the most of a softmax: conditional logit (McFadden 1974), with a
 * ridge.
 */
export function fitRanking(choices: readonly Choice[], ridge: number): Float64Array {
  const size = choices[0]?.candidates[0]?.length ?? 0;
  return minimise({
    size,
    value: (weights) => choices.reduce((sum, choice) => sum + surprise(choice, weights), penalty(weights, ridge)),
    slopes: (weights) => {
      const gradient = weights.map((weight) => ridge * weight);
      const curvature = diagonal(size, ridge);
      for (const { candidates, shares } of choices) {
        const chances = softmax(Float64Array.from(candidates, (one) => dot(one, weights, size)));
        const mean = new Float64Array(size);
        for (const [index, features] of candidates.entries()) {
          const chance = chances[index] ?? 0;
          addTo(mean, features, chance);
          addTo(gradient, features, chance - (shares[index] ?? 0));
          if (chance > 1e-6) addOuter(curvature, features, chance);
        }
        addOuter(curvature, mean, -1);
      }
      return { gradient, curvature };
    },
  });
}

/** Chances in the ratio of the exponents of scores. */
export function softmax(scores: Float64Array): Float64Array {
  const most = maximum(scores);
  const raised = scores.map((score) => Math.exp(score - most));
  const total = raised.reduce((sum, one) => sum + one, 0);
  return raised.map((one) => one / total);
}

function surprise({ candidates, shares }: Choice, weights: Float64Array): number {
  const scores = Float64Array.from(candidates, (one) => dot(one, weights, weights.length));
  const most = maximum(scores);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - most), 0);
  return Math.log(total) + most - dot(shares, scores, scores.length);
}

function addTo(target: Float64Array, row: Float64Array, by: number): void {
  for (let index = 0; index < target.length; index += 1) target[index] = (target[index] ?? 0) + by * (row[index] ?? 0);
}

function maximum(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}
