import type { Finding, Rule, SourceFile } from '../finding.ts';
import { lineCount } from '../source-file.ts';
import { byUnit, percentile } from '../distribution.ts';

const hardLimit = 400;
const testLimit = 600;
const medianLimit = 100;
const p90Limit = 250;

/** Files of at most 400 lines (tests 600), and per unit a median of 100 and a ninetieth percentile of 250. */
export const fileLength: Rule = {
  name: 'file-length',
  why: 'a file has one reason to exist; a long one has several (STYLE rule 2).',
  check: (tree) => [...tree.sources.flatMap(tooLong), ...byUnit(tree.sources).flatMap(spread)],
};

function tooLong(source: SourceFile): readonly Finding[] {
  const lines = lineCount(source.text);
  const limit = source.isTest ? testLimit : hardLimit;
  return lines > limit ? [{ file: source.path, message: `${lines} lines, the limit is ${limit}` }] : [];
}

function spread({
  unit,
  sources,
}: {
  readonly unit: string;
  readonly sources: readonly SourceFile[];
}): readonly Finding[] {
  const lengths = sources.map((source) => lineCount(source.text));
  const median = percentile(lengths, 0.5);
  const p90 = percentile(lengths, 0.9);
  return [
    ...(median > medianLimit
      ? [{ file: unit, message: `median file has ${median} lines, the limit is ${medianLimit}` }]
      : []),
    ...(p90 > p90Limit
      ? [{ file: unit, message: `ninetieth percentile of files is ${p90} lines, the limit is ${p90Limit}` }]
      : []),
  ];
}
