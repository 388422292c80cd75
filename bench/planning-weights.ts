/**
 * Learns the weights by which the planner plans without any history, and writes the file that holds them to stdout:
 * those for catalogs with a graph from `ultratool/train.jsonl`, those for catalogs without from every second request of
 * `sealtools`, which has no training part; the other half tells what they are worth.
 *
 *     node bench/planning-weights.ts --data DIR > packages/agents/src/planner/symbolic/cold/learned-weights.ts
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fitGraphWeights, fitStatementWeights } from '@batonhq/agents/planner';
import { BenchError } from './bench-error.ts';
import { readDataSet } from './planning/data-set.ts';
import type { DataSet } from './planning/data-set.ts';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
const folder = values.data;
if (folder === undefined) throw new BenchError('expected --data DIR');
const [chained, plain] = ['ultratool', 'sealtools'].map((name) => known(readDataSet(join(folder, name)), name));
if (chained === undefined || plain === undefined) throw new BenchError('two sets are needed');
const graph = fitGraphWeights(chained, chained.train);
const statements = fitStatementWeights(
  plain.tools,
  plain.test.filter((_, index) => index % 2 === 0),
);
console.log(`/*
 * Written by \`bench/planning-weights.ts\`. Each number says how much one sign counts, in the order in which the signs are
 * made; none of them is about a word, a name or a function.
 */

/** For the signs of functions where a graph is known. */
export const graphToolWeights = ${numbers(graph.tool)};

/** For the signs of chains where a graph is known. */
export const graphChainWeights = ${numbers(graph.chain)};

/** For the signs of what a statement may ask for. */
export const statementWeights = ${numbers(statements)};`);

function known(set: DataSet | null, name: string): DataSet {
  if (set === null) throw new BenchError(`no set ${name} in ${folder ?? ''}`);
  return set;
}

function numbers(weights: Float64Array): string {
  return `Float64Array.from([\n  ${Array.from(weights, (one) => Number(one.toPrecision(4))).join(', ')},\n])`;
}
