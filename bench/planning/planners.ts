import { coldModel, fitHistory } from '@batonhq/agents/planner';
import type { ToolLink } from '@batonhq/agents/planner';
import type { PlannedRequest, DataSet } from './data-set.ts';
import type { ScoredPlan } from './score.ts';

/** A planner that has learned what it may, and how long that took. */
export interface PreparedPlanner {
  readonly plan: (request: string) => ScoredPlan;
  readonly examples: number;
  readonly fitSeconds: number;
  /** Processor time of the same, which other work on the machine does not lengthen. */
  readonly fitCpuSeconds: number;
}

/** How much of a set's history a planner may see: all, some of it by a seed, or nothing. */
export interface HistoryChoice {
  readonly history: 'all' | 'none' | number;
  readonly seed: number;
}

/** Prepares the symbolic planner for a set. */
export function preparePlanner(set: DataSet, choice: HistoryChoice): PreparedPlanner {
  const examples = examplesOf(set.train, choice);
  const [started, used] = [performance.now(), process.cpuUsage()];
  const { tools, links } = set;
  const model = examples.length === 0 ? coldModel({ tools, links }) : fitHistory({ tools, examples, links });
  const { user, system } = process.cpuUsage(used);
  // Without history and graph the parts of a request are answered side by side.
  const hasOrder = examples.length > 0 || links.length > 0;
  return {
    examples: examples.length,
    fitCpuSeconds: (user + system) / 1e6,
    fitSeconds: (performance.now() - started) / 1_000,
    plan: (request) => {
      const found = model.plan(request).chain.map((place) => tools[place]?.id ?? '');
      return { tools: found, links: hasOrder ? linksOf(found) : [] };
    },
  };
}

function linksOf(tools: readonly string[]): readonly ToolLink[] {
  return tools.slice(1).map((to, index) => [tools[index] ?? to, to] as const);
}

function examplesOf(train: readonly PlannedRequest[], { history, seed }: HistoryChoice): readonly PlannedRequest[] {
  if (history === 'all') return train;
  return history === 'none' ? [] : shuffled(train, seed).slice(0, history);
}

/** In an order that only the seed decides (random keys of the generator mulberry32). */
function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  const random = generator(seed);
  const keyed = list.map((value) => ({ value, key: random() }));
  return keyed.toSorted((left, right) => left.key - right.key).map(({ value }) => value);
}

function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
