import { expect, test } from 'vitest';
import { scorePlans } from './score.ts';
import type { ScoredPlan } from './score.ts';

const chain = (...tools: readonly string[]): ScoredPlan => ({
  tools,
  links: tools.slice(1).map((to, index) => [tools[index] ?? to, to] as const),
});

test('functions and links are compared as sets per request, calls all together', () => {
  const scores = scorePlans([
    { found: chain('a', 'b'), right: chain('a', 'b') },
    { found: chain('a', 'b'), right: chain('b', 'a', 'a') },
    { found: chain('a'), right: chain('c') },
  ]);
  // Nodes: 1, 1, 0. Links: a>b is right, then neither of b>a and a>a, then none on both sides. Calls: 4 of 5 and 6.
  expect(scores).toEqual({ nodeF1: 66.67, linkF1: 66.67, exact: 66.67, toolF1: 72.73 });
});
