import { bestOf } from '../best-of.ts';
import { pairsOf } from '../example.ts';
import type { Chain } from '../example.ts';
import type { ToolGraph } from '../tool-graph.ts';
import { oddsOf } from './candidates.ts';
import { safeLog } from './reading.ts';
import type { Reading } from './reading.ts';

/** What chains of one request are judged by. */
export interface ChainContext {
  readonly reading: Reading;
  readonly odds: Float64Array;
  readonly graph: ToolGraph;
  /** Where in the request a function is asked for, by the words of past requests. */
  readonly place: (tool: number) => number | null;
}

/** A chain with its pairs. */
interface Candidate {
  readonly chain: Chain;
  readonly pairs: ReturnType<typeof pairsOf>;
}

/** Words of a request of usual length. */
const usualWords = 30;

/**
 * What speaks for a chain as the answer to a request, always in the same order: its functions, its length, its pairs,
 * what similar requests had, how usual it is, whether it follows the order of the request, and how it lies in the graph.
 */
export function chainFeatures(context: ChainContext): (chain: Chain) => Float64Array {
  const likeliest = bestOf(context.odds, 6);
  return (chain) => {
    const candidate = { chain, pairs: pairsOf(chain) };
    return Float64Array.from([
      ...functionFeatures(candidate, context, likeliest),
      ...lengthFeatures(candidate, context),
      ...pairFeatures(candidate, context),
      ...usageFeatures(candidate, context),
      ...orderFeatures(candidate, context),
      ...graphFeatures(candidate, context),
    ]);
  };
}

function functionFeatures(
  { chain }: Candidate,
  { odds }: ChainContext,
  likeliest: readonly number[],
): readonly number[] {
  const weakest = chain.reduce((least, tool) => Math.min(least, odds[tool] ?? 0), Number.POSITIVE_INFINITY);
  const missed = likeliest.find((tool) => !chain.includes(tool));
  return [oddsOf(chain, odds), weakest, missed === undefined ? -5 : (odds[missed] ?? 0)];
}

function lengthFeatures({ chain }: Candidate, { reading }: ChainContext): readonly number[] {
  const [two, three, more] = [Number(chain.length === 2), Number(chain.length === 3), Number(chain.length > 3)];
  const words = reading.words.length / usualWords;
  return [
    safeLog(reading.scores.length(chain.length), 0.02),
    reading.votes.length(chain.length),
    two,
    three,
    more,
    words * two,
    words * more,
  ];
}

function pairFeatures({ pairs }: Candidate, { reading }: ChainContext): readonly number[] {
  const { scores, votes, counts } = reading;
  const seen = (from: number, to: number): number => (counts.pair(from, to) > 0 ? scores.pair(from, to) : -0.01);
  return [
    sum(pairs, (from, to) => safeLog(seen(from, to), 0.004)),
    sum(pairs, seen),
    sum(pairs, (from, to) => safeLog(votes.pair(from, to), 0.02)),
    sum(pairs, (from, to) => Math.log(counts.pair(from, to) + 0.3)),
    sum(pairs, (from, to) => Math.log((counts.pair(from, to) + 0.3) / (counts.tool(from) + 1))),
    sum(pairs, (from, to) => Number(counts.pair(from, to) <= 0)),
  ];
}

function usageFeatures({ chain }: Candidate, { reading }: ChainContext): readonly number[] {
  const { counts, votes } = reading;
  const vote = votes.plans.get(chain.join('>'))?.share ?? 0;
  const [first, last] = [chain[0] ?? 0, chain.at(-1) ?? 0];
  return [
    safeLog(vote, 0.01),
    vote,
    Math.log(counts.plan(chain) + 0.3),
    Math.log((counts.first(first) + 0.5) / (counts.tool(first) + 1)),
    Math.log((counts.last(last) + 0.5) / (counts.tool(last) + 1)),
  ];
}

function orderFeatures({ pairs }: Candidate, { reading, place }: ChainContext): readonly number[] {
  const { counts, match } = reading;
  return [
    sum(pairs, (from, to) => Math.log((counts.before(from, to) + 0.5) / (counts.before(to, from) + 0.5))),
    sum(pairs, (from, to) => Math.tanh(4 * distance(place(from), place(to)))),
    sum(pairs, (from, to) => distance(match.place(from), match.place(to))),
  ];
}

/** How the graph speaks for a chain: narrow ways say more than wide ones, and one-way streets more than two-way ones. */
export function graphFeatures({ chain, pairs }: Candidate, { graph }: Pick<ChainContext, 'graph'>): readonly number[] {
  const [first, last] = [chain[0] ?? 0, chain.at(-1) ?? 0];
  const jumps = chain.flatMap((from, index) => chain.slice(index + 2).filter((to) => graph.has(to, from)));
  const oneWay = sum(pairs, (from, to) => Number(!graph.has(to, from)));
  const balance = (tool: number): number => Math.log((graph.after(tool).size + 1) / (graph.before(tool).size + 1));
  return [
    oneWay / Math.max(1, pairs.length),
    sum(pairs, (from) => Math.log(1 + graph.after(from).size)),
    sum(pairs, (_, to) => Math.log(1 + graph.before(to).size)),
    jumps.length,
    -balance(first),
    balance(last),
  ];
}

/** How far the second place is behind the first; 0 when one of them is unknown. */
function distance(from: number | null, to: number | null): number {
  return from === null || to === null ? 0 : to - from;
}

function sum(pairs: ReturnType<typeof pairsOf>, value: (from: number, to: number) => number): number {
  return pairs.reduce((total, [from, to]) => total + value(from, to), 0);
}
