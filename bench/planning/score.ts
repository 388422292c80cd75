/** A plan as data: functions in order, and which follows which. */
export interface ScoredPlan {
  readonly tools: readonly string[];
  readonly links: readonly (readonly [string, string])[];
}

/** How near plans come to the right ones, in percent. */
export interface PlanScores {
  /** F1 of the functions of each request, each once, averaged. */
  readonly nodeF1: number;
  /** F1 of the links of each request, averaged; 1 where neither plan has any. */
  readonly linkF1: number;
  /** How often all functions are right. */
  readonly exact: number;
  /** F1 of all calls of all requests together. */
  readonly toolF1: number;
}

/** Compares plans with the right ones, one by one. */
export function scorePlans(pairs: readonly { readonly found: ScoredPlan; readonly right: ScoredPlan }[]): PlanScores {
  const nodes = pairs.map(({ found, right }) => setF1(found.tools, right.tools));
  const links = pairs.map(({ found, right }) => setF1(found.links.map(linkKey), right.links.map(linkKey)));
  let [hits, calls] = [0, 0];
  for (const { found, right } of pairs) {
    hits += commonCount(found.tools, right.tools);
    calls += found.tools.length + right.tools.length;
  }
  return {
    nodeF1: percent(mean(nodes)),
    linkF1: percent(mean(links)),
    exact: percent(mean(nodes.map((one) => Number(one === 1)))),
    toolF1: percent(calls === 0 ? 1 : (2 * hits) / calls),
  };
}

function setF1(left: readonly string[], right: readonly string[]): number {
  const [first, second] = [new Set(left), new Set(right)];
  if (first.size + second.size === 0) return 1;
  return (2 * [...first].filter((one) => second.has(one)).length) / (first.size + second.size);
}

/** How many calls both have; a function that is called twice counts twice. */
function commonCount(left: readonly string[], right: readonly string[]): number {
  const rest = [...right];
  return left.filter((tool) => {
    const at = rest.indexOf(tool);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  }).length;
}

function linkKey([from, to]: readonly [string, string]): string {
  return JSON.stringify([from, to]);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, one) => sum + one, 0) / values.length;
}

function percent(share: number): number {
  return Math.round(share * 10_000) / 100;
}
