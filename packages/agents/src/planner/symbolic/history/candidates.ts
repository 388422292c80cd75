import { bestOf } from '../best-of.ts';
import type { Chain } from '../example.ts';
import type { ToolGraph } from '../tool-graph.ts';

/** From what chains are put together. */
export interface CandidateSource {
  /** The logarithm of the odds of every function. */
  readonly odds: Float64Array;
  readonly graph: ToolGraph;
  /** Chains that are candidates whatever their odds. */
  readonly given: readonly Chain[];
  /** How many functions a plan may have. */
  readonly lengths: { readonly least: number; readonly most: number };
}

/** How many of the likeliest functions may stand at each place of a chain. */
const width: readonly number[] = [10, 10, 8, 6];

/** The given chains, and every path in the graph over the likeliest functions, each function once. */
export function candidatesFrom({ odds, graph, given, lengths }: CandidateSource): readonly Chain[] {
  const likely = bestOf(odds, width[0] ?? 1);
  const found = new Map(given.map((chain) => [chain.join('>'), chain]));
  let paths: readonly Chain[] = likely.map((tool) => [tool]);
  for (let length = 1; length <= Math.min(width.length, lengths.most); length += 1) {
    if (length >= lengths.least) for (const path of paths) found.set(path.join('>'), path);
    paths = paths.flatMap((path) => longer(path, likely.slice(0, width[length] ?? 0), graph));
  }
  return [...found.values()];
}

function longer(path: Chain, likely: readonly number[], graph: ToolGraph): readonly Chain[] {
  const following = graph.after(path.at(-1) ?? -1);
  return likely.filter((tool) => following.has(tool) && !path.includes(tool)).map((tool) => [...path, tool]);
}

/** Past plans worth a look: of likely functions alone, best first. */
export class PastChains {
  readonly #byFirst: ReadonlyMap<number, readonly Chain[]>;

  constructor(chains: readonly Chain[]) {
    this.#byFirst = Map.groupBy(chains, (chain) => chain[0] ?? -1);
  }

  likely(odds: Float64Array): readonly Chain[] {
    const likely = new Set(bestOf(odds, likelyTools));
    const chains = [...likely].flatMap((tool) => this.#byFirst.get(tool) ?? []);
    const fitting = chains.filter((chain) => chain.every((tool) => likely.has(tool)));
    return bestOf(
      fitting.map((chain) => oddsOf(chain, odds) - 2 * chain.length),
      mostPast,
    ).flatMap((place) => [fitting[place] ?? []]);
  }
}

const likelyTools = 30;
const mostPast = 60;

/** The sum of the odds of the functions of a chain, each once. */
export function oddsOf(chain: Chain, odds: Float64Array): number {
  return [...new Set(chain)].reduce((sum, tool) => sum + (odds[tool] ?? 0), 0);
}
