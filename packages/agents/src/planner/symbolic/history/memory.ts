import type { Chain, PlanExample, ToolCard, ToolLink } from '../example.ts';
import { ToolIndex } from '../match/tool-index.ts';
import { Kernel } from '../ridge/kernel.ts';
import { planWords } from '../text/plan-words.ts';
import { ToolGraph } from '../tool-graph.ts';
import { candidatesFrom, PastChains } from './candidates.ts';
import { chainFeatures } from './chain-features.ts';
import { KnownWords } from './known-words.ts';
import { LabelBook } from './labels.ts';
import { votesOf } from './neighbours.ts';
import { PlanCounts } from './plan-counts.ts';
import type { Counts } from './plan-counts.ts';
import type { Reading } from './reading.ts';
import { WordPlaces } from './word-places.ts';

/** What a planner learns from: which functions there are, which plans went well, and which function may follow which. */
export interface PlanningHistory {
  readonly tools: readonly ToolCard[];
  readonly examples: readonly PlanExample[];
  /** Requests that no plan serves: seeing some of them, the model is less sure of others like them. None when missing. */
  readonly strangers?: readonly string[];
  /** Pairs beyond those in the examples. */
  readonly links?: readonly ToolLink[];
}

/** Everything that follows from a history without learning. */
export interface Memory {
  readonly plans: readonly Chain[];
  readonly kernel: Kernel;
  readonly labels: LabelBook;
  readonly counts: PlanCounts;
  readonly past: PastChains;
  readonly places: WordPlaces;
  readonly known: KnownWords;
  readonly index: ToolIndex;
  readonly graph: ToolGraph;
  readonly lengths: { readonly least: number; readonly most: number };
}

/** Reads a history once for all requests to come. */
export function memoryOf({ tools, examples, links = [] }: PlanningHistory): Memory {
  const places = new Map(tools.map(({ id }, place) => [id, place]));
  const plans = examples.map((example) => example.tools.flatMap((id) => places.get(id) ?? []));
  const requests = examples.map(({ request }) => request);
  const words = requests.map(planWords);
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
    places: new WordPlaces(words, plans),
    known: new KnownWords(words),
    index: new ToolIndex(tools, { names: false }),
    graph: ToolGraph.of(
      [...links, ...seen],
      tools.map(({ id }) => id),
    ),
    lengths: { least: Math.min(...lengths), most: Math.max(...lengths) },
  };
}

/** A request, and what it was compared with. */
interface Heard {
  readonly request: string;
  readonly similar: Float64Array;
  readonly scores: Float64Array;
  readonly own: Chain | null;
}

/** All that the memory says of a request. */
export function readingOf({ request, similar, scores, own }: Heard, memory: Memory): Reading {
  const { plans, counts, labels, index } = memory;
  const words = planWords(request);
  const score = (label: number | undefined): number => (label === undefined ? 0 : (scores[label] ?? 0));
  const known: Counts = own === null ? counts.all() : counts.without(own);
  return {
    words,
    known: memory.known.shareOf(words, { isInside: own !== null }),
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

/** The chains that are thought of for a request, and what speaks for each. */
export function considered(
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
