import { minimise } from './newton.ts';
import { addOuter, diagonal, dot } from './solve.ts';

/** One case: its features, and whether what is to be told came true. */
export interface Case {
  readonly features: Float64Array;
  readonly isTrue: boolean;
}

/** The weights of a logistic regression with a small ridge: `features · weights` is the logarithm of the odds. */
export function fitLogistic(cases: readonly Case[], ridge: number): Float64Array {
  const size = cases[0]?.features.length ?? 0;
  return minimise({
    size,
    value: (weights) =>
      cases.reduce((sum, one) => sum + surprise(one, dot(one.features, weights, size)), penalty(weights, ridge)),
    slopes: (weights) => {
      const gradient = weights.map((weight) => ridge * weight);
      const curvature = diagonal(size, ridge);
      for (const { features, isTrue } of cases) {
        const chance = 1 / (1 + Math.exp(-dot(features, weights, size)));
        const miss = chance - Number(isTrue);
        for (let index = 0; index < size; index += 1)
          gradient[index] = (gradient[index] ?? 0) + miss * (features[index] ?? 0);
        addOuter(curvature, features, chance * (1 - chance));
      }
      return { gradient, curvature };
    },
  });
}

/** What a ridge takes for weights far from zero. */
export function penalty(weights: Float64Array, ridge: number): number {
  return (ridge / 2) * dot(weights, weights, weights.length);
}

function surprise({ isTrue }: Case, odds: number): number {
  const wrong = isTrue ? -odds : odds;
  return Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
}
