import { bestOf } from '../best-of.ts';
import { pairsOf } from '../example.ts';
import type { Chain } from '../example.ts';
import { oddsOf } from '../history/candidates.ts';
import { graphFeatures } from '../history/chain-features.ts';
import { isConcept } from '../match/concepts.ts';
import type { ToolIndex, WordMatch } from '../match/tool-index.ts';
import type { ToolGraph } from '../tool-graph.ts';

/** What chains are judged by when nothing was learned. */
export interface ColdContext {
  readonly match: WordMatch;
  readonly index: ToolIndex;
  readonly graph: ToolGraph;
  readonly odds: Float64Array;
  /** How many words the request has. */
  readonly words: number;
}

const usualWords = 30;
const usualClauses = 3;
const meantShare = 0.5;

/** What speaks for a chain, always in the same order: its functions, its length, how much of the request it covers, its way. */
export function coldChainFeatures(context: ColdContext): (chain: Chain) => Float64Array {
  const likeliest = bestOf(context.odds, 6);
  return (chain) => {
    const { covered, twice } = coverage(chain, context);
    const pairs = pairsOf(chain);
    return Float64Array.from([
      ...functionFeatures(chain, context.odds, likeliest),
      ...lengthFeatures(chain, context),
      order(pairs, context.match),
      covered,
      twice,
      chain.length > 2 ? covered : 0,
      pairs.reduce((sum, [from, to]) => sum + sameName(from, to, context.index), 0),
      ...graphFeatures({ chain, pairs }, context),
    ]);
  };
}

function functionFeatures(chain: Chain, odds: Float64Array, likeliest: readonly number[]): readonly number[] {
  const missed = likeliest.find((tool) => !chain.includes(tool));
  return [
    oddsOf(chain, odds),
    Math.min(...chain.map((tool) => odds[tool] ?? 0)),
    missed === undefined ? -5 : (odds[missed] ?? 0),
  ];
}

function lengthFeatures(chain: Chain, { words, match }: ColdContext): readonly number[] {
  const [two, three, more] = [Number(chain.length === 2), Number(chain.length === 3), Number(chain.length > 3)];
  const [long, parts] = [words / usualWords, match.clauseCount / usualClauses];
  return [two, three, more, long * two, long * more, parts * two, parts * more];
}

function order(pairs: ReturnType<typeof pairsOf>, match: WordMatch): number {
  return pairs.reduce((sum, [from, to]) => {
    const [before, after] = [match.place(from), match.place(to)];
    return sum + (before === null || after === null ? 0 : Math.tanh(4 * (after - before)));
  }, 0);
}

/** Which share of what the request says any function of the chain has, and which share more than one has. */
function coverage(chain: Chain, { match, index }: ColdContext): { readonly covered: number; readonly twice: number } {
  let [covered, twice, all] = [0, 0, 1e-6];
  for (const meaning of match.meanings) {
    if (!meaning.some((term) => index.has(term))) continue;
    const worth = index.rarity(meaning[0]);
    const shares = [...new Set(chain)].map((tool) => {
      const terms = index.termsOf(tool);
      const known = meaning.filter((term) => terms.has(term));
      return known.length === 0 ? 0 : known.every(isConcept) ? meantShare : 1;
    });
    const most = Math.max(...shares);
    all += worth;
    covered += worth * most;
    twice += worth * (shares.reduce<number>((sum, one) => sum + one, 0) - most);
  }
  return { covered: covered / all, twice: twice / all };
}

/** How alike two names are: common words and meanings among all (Jaccard 1912). */
function sameName(left: number, right: number, index: ToolIndex): number {
  const [first, second] = [new Set(index.namesOf(left).flat()), new Set(index.namesOf(right).flat())];
  const common = [...first].filter((term) => second.has(term)).length;
  return common / Math.max(1, first.size + second.size - common);
}
