import { choose, toolF1 } from '../choose.ts';
import type { Chosen } from '../choose.ts';
import type { Chain, PlanExample } from '../example.ts';
import { fitChainWeights } from '../rank-chains.ts';
import { fitLogistic } from '../regression/logistic.ts';
import { dot } from '../regression/solve.ts';
import type { Kernel } from '../ridge/kernel.ts';
import { fitLabelRidge, ridgeScores } from '../ridge/label-ridge.ts';
import type { LabelRidge } from '../ridge/label-ridge.ts';
import { planWords } from '../text/plan-words.ts';
import { considered, memoryOf, readingOf } from './memory.ts';
import type { Memory, PlanningHistory } from './memory.ts';
import type { Reading } from './reading.ts';
import { fitToolOdds, toolOdds } from './tool-odds.ts';

/** What was learned, beside the history itself: numbers only, so that it can be kept and read again. */
export interface LearnedNumbers {
  readonly ridge: LabelRidge;
  readonly toolWeights: Float64Array;
  readonly chainWeights: Float64Array;
  /** What confidence was worth: the weights of {@link trustFeatures}. */
  readonly trust: Float64Array;
  /** What tells requests from strangers: the weights of {@link kinFeatures}; none where no strangers were seen. */
  readonly kin: Float64Array;
}

/** From how many requests the few dozen weights are learned; more of them make a fit longer, not better. */
const mostLearnedFrom = 600;
const trustRidge = 0.1;

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
    const { chosen, reading } = judged({ request, history: this.history, memory: this.#memory }, this.numbers);
    const { trust, kin } = this.numbers;
    const belongs = kin.length === 0 ? 1 : chanceOf(kinFeatures(reading), kin);
    return { ...chosen, confidence: belongs * chanceOf(trustFeatures(chosen, reading), trust) };
  }
}

interface Judged {
  readonly request: string;
  readonly history: PlanningHistory;
  readonly memory: Memory;
}

/** The best chain for a request that is not in the history, before anybody asks how far it may be trusted. */
function judged(
  { request, history, memory }: Judged,
  { ridge, toolWeights, chainWeights }: LearnedNumbers,
): { readonly chosen: Chosen; readonly reading: Reading } {
  const similar = memory.kernel.against(request);
  const scores = ridgeScores(ridge, similar);
  const reading = readingOf({ request, similar, scores, own: null }, memory);
  const odds = toolOdds(reading, toolWeights, history.tools.length);
  return { chosen: chooseBy(chainWeights, considered(reading, odds, memory)), reading };
}

function chooseBy(weights: Float64Array, { chains, features }: ReturnType<typeof considered>): Chosen {
  return choose(
    chains,
    Float64Array.from(features, (row) => dot(row, weights, weights.length)),
  );
}

function chanceOf(features: Float64Array, weights: Float64Array): number {
  return 1 / (1 + Math.exp(-dot(features, weights, features.length)));
}

/** What tells how far an answer may be trusted: the odds the model gives it, and how near the nearest request is. */
function trustFeatures({ confidence }: Chosen, { nearest }: Reading): Float64Array {
  const chance = Math.min(0.999, Math.max(0.001, confidence));
  return Float64Array.from([1, Math.log(chance / (1 - chance)), nearest]);
}

/** What tells whether a request is one for these functions at all: how near the nearest is, and how many of its words are known. */
function kinFeatures({ nearest, known }: Pick<Reading, 'nearest' | 'known'>): Float64Array {
  return Float64Array.from([1, nearest, known]);
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
  const { similarity, ridge, leftOut } = ridgeOf(history, memory);
  const [size, labelCount] = [history.examples.length, memory.labels.size];
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
  const numbers = { ridge, toolWeights, chainWeights, trust: fitTrust(ranked), kin: fitKin(readings, history, memory) };
  return new HistoryModel(history, numbers, memory);
}

type Ranked = ReturnType<typeof considered> & { readonly reading: Reading; readonly own: Chain };

/** Tells the requests of a history, each as if it were new to it, from those that nothing serves. */
function fitKin(
  readings: readonly Reading[],
  { strangers = [] }: PlanningHistory,
  { kernel, known }: Memory,
): Float64Array {
  const strange = strangers.map((request) => ({
    nearest: kernel.against(request).reduce((most, one) => Math.max(most, one), 0),
    known: known.shareOf(planWords(request), { isInside: false }),
  }));
  if (strange.length === 0) return new Float64Array(0);
  const cases = [
    ...readings.map((reading) => ({ features: kinFeatures(reading), isTrue: true })),
    ...strange.map((reading) => ({ features: kinFeatures(reading), isTrue: false })),
  ];
  return fitLogistic(cases, trustRidge);
}

/**
 * Requests are ranked better by weights that were learned from them than new ones are: so each half is judged by the
 * weights of the other.
 */
function fitTrust(ranked: readonly Ranked[]): Float64Array {
  const halves = [0, 1].map((half) => ranked.filter((_, at) => at % 2 === half));
  const cases = halves.flatMap((half, at) => {
    const judge = fitChainWeights(halves[1 - at] ?? half);
    return half.map((one) => {
      const chosen = chooseBy(judge, one);
      return { features: trustFeatures(chosen, one.reading), isTrue: toolF1(chosen.chain, one.own) === 1 };
    });
  });
  return fitLogistic(cases, trustRidge);
}

/**
 * A model of a longer history: the new plans count at once, what speaks for a plan is weighed as before. A small part of
 * the time that learning anew takes; worth doing again by {@link fitHistory} once the history has doubled.
 *
 * @example
 * ```ts
 * import { extendHistory, fitHistory } from '@batonhq/agents/planner';
 *
 * const tools = ['find', 'pay'].map((id) => ({ id, name: id, description: `${id} a room` }));
 * const model = fitHistory({ tools, examples: [{ request: 'find a room', tools: ['find'] }] });
 * const longer = extendHistory(model, [{ request: 'settle the bill', tools: ['pay'] }]);
 * console.log(longer.history.examples.length); // 2
 * ```
 */
export function extendHistory(model: HistoryModel, more: readonly PlanExample[]): HistoryModel {
  const history = { ...model.history, examples: [...model.history.examples, ...more] };
  const memory = memoryOf(history);
  const { ridge } = ridgeOf(history, memory);
  return new HistoryModel(history, { ...model.numbers, ridge }, memory);
}

function ridgeOf(history: PlanningHistory, { kernel, labels }: Memory) {
  const { similarity, size } = similarities(history, kernel);
  return { similarity, ...fitLabelRidge({ similarity, size, labels: labels.rows, labelCount: labels.size }) };
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
