import { likeness } from './choose.ts';
import type { Chain } from './example.ts';
import { fitRanking } from './regression/ranking.ts';
import type { Choice } from './regression/ranking.ts';

/** One request of the history with its candidates, and the plan it had. */
export interface RankedRequest {
  readonly chains: readonly Chain[];
  readonly features: readonly Float64Array[];
  readonly own: Chain;
}

const ridge = 0.5;
/** A request none of whose candidates is at least so near to its plan teaches nothing. */
const leastLikeness = 0.4;

/** The weights of chain features with which the plans that requests had, or what is nearest to them, come out first. */
export function fitChainWeights(requests: readonly RankedRequest[]): Float64Array {
  const spread = spreadOf(requests.flatMap(({ features }) => features));
  const choices = requests.flatMap((request): readonly Choice[] => {
    const near = request.chains.map((chain) => likeness(chain, request.own));
    const most = Math.max(...near);
    if (most < leastLikeness) return [];
    const right = near.map((one) => Number(one >= most - 1e-9));
    const total = right.reduce((sum, one) => sum + one, 0);
    const candidates = request.features.map((row) => row.map((value, index) => value / (spread[index] ?? 1)));
    return [{ candidates, shares: Float64Array.from(right, (one) => one / total) }];
  });
  return fitRanking(choices, ridge).map((weight, index) => weight / (spread[index] ?? 1));
}

/** The standard deviation of each feature, so that the ridge treats them alike. */
function spreadOf(rows: readonly Float64Array[]): Float64Array {
  const size = rows[0]?.length ?? 0;
  const [sums, squares] = [new Float64Array(size), new Float64Array(size)];
  for (const row of rows)
    for (const [index, value] of row.entries()) {
      sums[index] = (sums[index] ?? 0) + value;
      squares[index] = (squares[index] ?? 0) + value * value;
    }
  return sums.map((sum, index) => {
    const variance = (squares[index] ?? 0) / rows.length - (sum / rows.length) ** 2;
    // What is the same everywhere tells nothing and is left as it is.
    return variance > 1e-9 ? Math.sqrt(variance) : 1;
  });
}
