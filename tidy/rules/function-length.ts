import type { Finding, Rule, SourceFile } from '../finding.ts';
import { byUnit, percentile } from '../distribution.ts';
import { functionsOf } from '../functions.ts';

const hardLimit = 70;
const p90Limit = 20;

/** Functions of at most 70 lines, and per unit a ninetieth percentile of 20 (those with a block body count). */
export const functionLength: Rule = {
  name: 'function-length',
  why: 'branch in the parent, keep leaves small and pure; nobody tests the middle of a long function.',
  check: (tree) =>
    byUnit(tree.sources).flatMap(({ unit, sources }) => [...sources.flatMap(tooLong), ...spread(unit, sources)]),
};

function tooLong(source: SourceFile): readonly Finding[] {
  return functionsOf(source)
    .filter(({ lines }) => lines > hardLimit)
    .map(({ line, lines }) => ({
      file: source.path,
      line,
      message: `function of ${lines} lines, the limit is ${hardLimit}`,
    }));
}

function spread(unit: string, sources: readonly SourceFile[]): readonly Finding[] {
  const blocks = sources.flatMap(functionsOf).filter(({ isBlock }) => isBlock);
  const p90 = percentile(
    blocks.map(({ lines }) => lines),
    0.9,
  );
  if (p90 <= p90Limit) return [];
  return [{ file: unit, message: `ninetieth percentile of functions is ${p90} lines, the limit is ${p90Limit}` }];
}
