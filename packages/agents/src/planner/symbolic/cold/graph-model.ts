import { bestOf } from '../best-of.ts';
import { choose } from '../choose.ts';
import type { Chosen } from '../choose.ts';
import type { Chain, PlanExample, ToolCard, ToolLink } from '../example.ts';
import { candidatesFrom } from '../history/candidates.ts';
import { ToolIndex } from '../match/tool-index.ts';
import type { WordMatch } from '../match/tool-index.ts';
import { fitChainWeights } from '../rank-chains.ts';
import { fitLogistic } from '../regression/logistic.ts';
import { dot } from '../regression/solve.ts';
import { planWords } from '../text/plan-words.ts';
import { ToolGraph } from '../tool-graph.ts';
import { coldChainFeatures } from './graph-chain-features.ts';
import { graphToolFeatures } from './graph-tool-features.ts';
import { graphChainWeights, graphToolWeights } from './learned-weights.ts';

/** Functions that are known by their cards alone, and which of them may follow which. */
export interface GraphCatalog {
  readonly tools: readonly ToolCard[];
  readonly links: readonly ToolLink[];
}

/** How much each sign of {@link graphToolFeatures} and {@link coldChainFeatures} counts: the same for every catalog. */
export interface GraphWeights {
  readonly tool: Float64Array;
  readonly chain: Float64Array;
}

const shipped: GraphWeights = { tool: graphToolWeights, chain: graphChainWeights };
const lengths = { least: 2, most: 4 };
/** Of so many of the likeliest functions all neighbours are looked at. */
const withNeighbours = 5;
const doubtful = 40;
const ridge = 1;

/** A planner without any history: words of the cards, and the graph. */
export class GraphModel {
  readonly #index: ToolIndex;
  readonly #graph: ToolGraph;
  readonly #weights: GraphWeights;
  readonly #count: number;

  constructor({ tools, links }: GraphCatalog, weights: GraphWeights = shipped) {
    this.#index = new ToolIndex(tools, { names: true });
    this.#graph = ToolGraph.of(
      links,
      tools.map(({ id }) => id),
    );
    this.#weights = weights;
    this.#count = tools.length;
  }

  plan(request: string): Chosen {
    const match = this.#index.match(request);
    const features = this.toolFeatures(match);
    const odds = Float64Array.from(features, (row) => dot(row, this.#weights.tool, row.length));
    const considered = this.considered(request, match, odds);
    return choose(
      considered.chains,
      Float64Array.from(considered.features, (row) => dot(row, this.#weights.chain, row.length)),
    );
  }

  match(request: string): WordMatch {
    return this.#index.match(request);
  }

  toolFeatures(match: WordMatch): readonly Float64Array[] {
    const featuresOf = graphToolFeatures(match, this.#graph, (tool) => this.#index.namesOf(tool).length);
    return Array.from({ length: this.#count }, (_, tool) => featuresOf(tool));
  }

  considered(
    request: string,
    match: WordMatch,
    odds: Float64Array,
  ): { readonly chains: readonly Chain[]; readonly features: readonly Float64Array[] } {
    const likely = bestOf(odds, withNeighbours);
    const given = likely.flatMap((tool) => [
      ...[...this.#graph.after(tool)].map((other) => [tool, other]),
      ...[...this.#graph.before(tool)].map((other) => [other, tool]),
    ]);
    const found = candidatesFrom({ odds, graph: this.#graph, given, lengths });
    const chains = found.length === 0 ? [likely.slice(0, 1)] : found;
    const words = planWords(request).length;
    const features = coldChainFeatures({ match, index: this.#index, graph: this.#graph, odds, words });
    return { chains, features: chains.map(features) };
  }
}

/**
 * The weights that serve examples best: how those of this package were found. None of the examples is kept, nor any word
 * or name of them.
 */
export function fitGraphWeights(catalog: GraphCatalog, examples: readonly PlanExample[]): GraphWeights {
  const model = new GraphModel(catalog);
  const places = new Map(catalog.tools.map(({ id }, place) => [id, place]));
  const read = examples.map(({ request, tools }) => {
    const match = model.match(request);
    const own: Chain = tools.flatMap((id) => places.get(id) ?? []);
    return { request, match, own, features: model.toolFeatures(match) };
  });
  const cases = read.flatMap(({ features, own }) => {
    const rough = features.map((row) => (row[4] ?? 0) + (row[6] ?? 0) + (row[8] ?? 0));
    return bestOf(rough, doubtful).map((tool) => ({
      features: features[tool] ?? new Float64Array(0),
      isTrue: own.includes(tool),
    }));
  });
  const tool = fitLogistic(cases, ridge);
  const ranked = read.map(({ request, match, own, features }) => {
    const odds = Float64Array.from(features, (row) => dot(row, tool, row.length));
    return { ...model.considered(request, match, odds), own };
  });
  return { tool, chain: fitChainWeights(ranked) };
}
