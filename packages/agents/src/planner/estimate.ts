import type { Interval, PlanEstimate } from './plan.ts';

/** What estimating looks at of a task. */
export interface EstimatedTask {
  readonly name: string;
  readonly after: readonly string[];
  readonly duration: Interval;
  readonly tokens: Interval | null;
}

/** What a million tokens cost, on the average of what is read and written. */
export interface TokenPrice {
  readonly perMillion: number;
  readonly currency: string;
}

const nothing: Interval = { low: 0, expected: 0, high: 0 };

/**
 * What a plan takes: the duration of its critical path, since every task starts the moment what it needs is there, and
 * the tokens of all its tasks. Each bound is the critical path under that bound, so the interval is a wide one.
 */
export function estimatePlan(tasks: readonly EstimatedTask[], price: TokenPrice | null): PlanEstimate {
  const path = longestPath(tasks, 'expected');
  const tokens = tasks.reduce((sum, task) => add(sum, task.tokens ?? nothing), nothing);
  const isFree = tokens.high === 0;
  return {
    duration: {
      low: longestPath(tasks, 'low').length,
      expected: path.length,
      high: longestPath(tasks, 'high').length,
    },
    criticalPath: path.names,
    tokens,
    money: isFree ? nothing : price === null ? null : scaled(tokens, price.perMillion / 1_000_000),
    currency: price?.currency ?? 'USD',
  };
}

interface Path {
  readonly length: number;
  readonly names: readonly string[];
}

/** Tasks in an order in which each comes after those it waits for; rings end where they close. */
function longestPath(tasks: readonly EstimatedTask[], bound: keyof Interval): Path {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const known = new Map<string, Path>();
  const endOf = (name: string): Path => {
    const task = byName.get(name);
    const found = known.get(name);
    if (task === undefined) return { length: 0, names: [] };
    if (found !== undefined) return found;
    known.set(name, { length: 0, names: [] });
    const before = longest(task.after.map(endOf));
    const path = { length: before.length + task.duration[bound], names: [...before.names, name] };
    known.set(name, path);
    return path;
  };
  return longest(tasks.map(({ name }) => endOf(name)));
}

function longest(paths: readonly Path[]): Path {
  return paths.reduce((best, path) => (path.length > best.length ? path : best), { length: 0, names: [] });
}

function add(left: Interval, right: Interval): Interval {
  return { low: left.low + right.low, expected: left.expected + right.expected, high: left.high + right.high };
}

function scaled({ low, expected, high }: Interval, by: number): Interval {
  return { low: low * by, expected: expected * by, high: high * by };
}
