import { choose, toolF1 } from '../choose.ts';
import type { Chosen } from '../choose.ts';
import type { Chain, PlanExample, ToolCard, ToolLink } from '../example.ts';
import { ToolIndex } from '../match/tool-index.ts';
import { fitChainWeights } from '../rank-chains.ts';
import { fitLogistic } from '../regression/logistic.ts';
import { dot } from '../regression/solve.ts';
import { Kernel } from '../ridge/kernel.ts';
import { fitLabelRidge, ridgeScores } from '../ridge/label-ridge.ts';
import type { LabelRidge } from '../ridge/label-ridge.ts';
import { planWords } from '../text/plan-words.ts';
import { ToolGraph } from '../tool-graph.ts';
import { candidatesFrom, PastChains } from './candidates.ts';
import { chainFeatures } from './chain-features.ts';
import { LabelBook } from './labels.ts';
import { votesOf } from './neighbours.ts';
import { PlanCounts } from './plan-counts.ts';
import type { Counts } from './plan-counts.ts';
import type { Reading } from './reading.ts';
import { fitToolOdds, toolOdds } from './tool-odds.ts';
import { WordPlaces } from './word-places.ts';

/** What a planner learns from: which functions there are, which plans went well, and which function may follow which. */
export interface PlanningHistory {
  readonly tools: readonly ToolCard[];
  readonly examples: readonly PlanExample[];
  /** Pairs beyond those in the examples. */
  readonly links?: readonly ToolLink[];
}

/** What was learned, beside the history itself: numbers only, so that it can be kept and read again. */
export interface LearnedNumbers {
  readonly ridge: LabelRidge;
  readonly toolWeights: Float64Array;
  readonly chainWeights: Float64Array;
  /** What confidence was worth: the weights of {@link trustFeatures}. */
  readonly trust: Float64Array;
}

/** From how many requests the few dozen weights are learned; more of them make a fit longer, not better. */
const mostLearnedFrom = 1_000;
const trustRidge = 0.1;

/** Everything that follows from a history without learning. */
interface Memory {
  readonly plans: readonly Chain[];
  readonly kernel: Kernel;
  readonly labels: LabelBook;
  readonly counts: PlanCounts;
  readonly past: PastChains;
  readonly places: WordPlaces;
  readonly index: ToolIndex;
  readonly graph: ToolGraph;
  readonly lengths: { readonly least: number; readonly most: number };
}

/** A model that answers requests by what past requests led to. Names of functions play no part in it. */
export class HistoryModel {
  readonly history: PlanningHistory;
  readonly numbers: LearnedNumbers;
  readonly #memory: Memory;

  /** With `numbers` that were learned from this very history; {@link fitHistory} learns them. */
  constructor(history: PlanningHistory, numbers: LearnedNumbers, memory: Memory = memoryOf(history)) {
    this.history = history;
    this.numbers = numbers;
    this.#memory = memory;
  }

  /** The chain of functions for a request, with the chance that these functions are the right ones. */
  plan(request: string): Chosen {
    const similar = this.#memory.kernel.against(request);
    const scores = ridgeScores(this.numbers.ridge, similar);
    const reading = readingOf({ request, similar, scores, own: null }, this.#memory);
    const odds = toolOdds(reading, this.numbers.toolWeights, this.history.tools.length);
    const chosen = chooseBy(this.numbers.chainWeights, considered(reading, odds, this.#memory));
    const features = trustFeatures(chosen, reading);
    return { ...chosen, confidence: 1 / (1 + Math.exp(-dot(features, this.numbers.trust, features.length))) };
  }
}

function chooseBy(weights: Float64Array, { chains, features }: ReturnType<typeof considered>): Chosen {
  return choose(
    chains,
    Float64Array.from(features, (row) => dot(row, weights, weights.length)),
  );
}

/** What tells how far an answer may be trusted: the odds the model gives it, and how near the nearest request is. */
function trustFeatures({ confidence }: Chosen, { nearest }: Reading): Float64Array {
  const chance = Math.min(0.999, Math.max(0.001, confidence));
  return Float64Array.from([1, Math.log(chance / (1 - chance)), nearest]);
}

/**
 * Learns from a history. Everything is calibrated on what would have been said about each request had it not been in
 * the history, so that the figures of a request that was seen tell nothing about it that a new one would not tell.
 *
 * About four seconds for a thousand examples, growing with their square and cube; then some milliseconds per request.
 *
 * @throws RangeError when there are no examples.
 * @example
 * ```ts
 * import { fitHistory } from '@batonhq/agents/planner';
 *
 * const tools = ['find', 'book', 'pay'].map((id) => ({ id, name: id, description: `${id} a room` }));
 * const examples = [
 *   { request: 'find a room in Haifa and book it', tools: ['find', 'book'] },
 *   { request: 'book the room and pay', tools: ['book', 'pay'] },
 * ];
 * const { chain } = fitHistory({ tools, examples }).plan('find me a room and book it');
 * console.log(chain.map((place) => tools[place]?.id));
 * ```
 */
export function fitHistory(history: PlanningHistory): HistoryModel {
  if (history.examples.length === 0)
    throw new RangeError('A history without examples: there is nothing to learn from.');
  const memory = memoryOf(history);
  const { similarity, size } = similarities(history, memory.kernel);
  const labelCount = memory.labels.size;
  const { ridge, leftOut } = fitLabelRidge({ similarity, size, labels: memory.labels.rows, labelCount });
  const step = Math.max(1, history.examples.length / mostLearnedFrom);
  const rows = Array.from({ length: Math.ceil(size / step) }, (_, at) => Math.floor(at * step));
  const readings = rows.map((row) => {
    const request = history.examples[row]?.request ?? '';
    const similar = similarity.subarray(row * size, (row + 1) * size);
    similar[row] = 0;
    const scores = leftOut.subarray(row * labelCount, (row + 1) * labelCount);
    return readingOf({ request, similar, scores, own: memory.plans[row] ?? [] }, memory);
  });
  const toolWeights = fitToolOdds(readings, history.tools.length);
  const ranked = readings.map((reading) => ({
    ...considered(reading, toolOdds(reading, toolWeights, history.tools.length), memory),
    reading,
    own: reading.own ?? [],
  }));
  const chainWeights = fitChainWeights(ranked);
  const trust = fitTrust(ranked, chainWeights);
  return new HistoryModel(history, { ridge, toolWeights, chainWeights, trust }, memory);
}

type Ranked = ReturnType<typeof considered> & { readonly reading: Reading; readonly own: Chain };

/**
 * Few requests are ranked well by weights that were learned from them, better than new ones are: then each half is judged
 * by the weights of the other.
 */
function fitTrust(ranked: readonly Ranked[], weights: Float64Array): Float64Array {
  const halves = [0, 1].map((half) => ranked.filter((_, at) => at % 2 === half));
  const isFew = ranked.length < 600;
  const cases = halves.flatMap((half, at) => {
    const judge = isFew ? fitChainWeights(halves[1 - at] ?? half) : weights;
    return half.map((one) => {
      const chosen = chooseBy(judge, one);
      return { features: trustFeatures(chosen, one.reading), isTrue: toolF1(chosen.chain, one.own) === 1 };
    });
  });
  return fitLogistic(cases, trustRidge);
}

function memoryOf({ tools, examples, links = [] }: PlanningHistory): Memory {
  const places = new Map(tools.map(({ id }, place) => [id, place]));
  const plans = examples.map((example) => example.tools.flatMap((id) => places.get(id) ?? []));
  const requests = examples.map(({ request }) => request);
  const counts = new PlanCounts(plans);
  const lengths = plans.map(({ length }) => length);
  const seen = examples.flatMap((example) =>
    example.tools.slice(1).map((to, at) => [example.tools[at] ?? to, to] as const),
  );
  return {
    plans,
    counts,
    kernel: new Kernel(requests),
    labels: new LabelBook(plans),
    past: new PastChains(counts.chains),
    places: new WordPlaces(requests.map(planWords), plans),
    index: new ToolIndex(tools, { names: false }),
    graph: ToolGraph.of(
      [...links, ...seen],
      tools.map(({ id }) => id),
    ),
    lengths: { least: Math.min(...lengths), most: Math.max(...lengths) },
  };
}

function similarities(
  { examples }: PlanningHistory,
  kernel: Kernel,
): { readonly similarity: Float64Array; readonly size: number } {
  const size = examples.length;
  const similarity = new Float64Array(size * size);
  for (const [row, { request }] of examples.entries()) similarity.set(kernel.against(request), row * size);
  return { similarity, size };
}

interface Heard {
  readonly request: string;
  readonly similar: Float64Array;
  readonly scores: Float64Array;
  readonly own: Chain | null;
}

function readingOf({ request, similar, scores, own }: Heard, { plans, counts, labels, index }: Memory): Reading {
  const score = (label: number | undefined): number => (label === undefined ? 0 : (scores[label] ?? 0));
  const known: Counts = own === null ? counts.all() : counts.without(own);
  return {
    words: planWords(request),
    match: index.match(request),
    scores: {
      tool: (tool) => score(labels.tool(tool)),
      pair: (from, to) => score(labels.pair(from, to)),
      length: (length) => score(labels.length(length)),
    },
    votes: votesOf(similar, plans),
    counts: known,
    nearest: similar.reduce((most, one) => Math.max(most, one), 0),
    own,
  };
}

function considered(
  reading: Reading,
  odds: Float64Array,
  memory: Memory,
): { readonly chains: readonly Chain[]; readonly features: readonly Float64Array[] } {
  const { past, graph, lengths, places } = memory;
  const known = past.likely(odds).filter((chain) => reading.counts.plan(chain) > 0);
  const voted = [...reading.votes.plans.values()].map(({ chain }) => chain);
  const chains = candidatesFrom({ odds, graph, given: [...voted, ...known], lengths });
  const found = new Map<number, number | null>();
  const place = (tool: number): number | null => {
    const memo = found.get(tool);
    if (memo !== undefined) return memo;
    const at = places.placeOf(tool, reading);
    found.set(tool, at);
    return at;
  };
  return { chains, features: chains.map(chainFeatures({ reading, odds, graph, place })) };
}
