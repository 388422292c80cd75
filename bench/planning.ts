/**
 * How well the symbolic planner plans, on a folder of requests and plans. Talk goes to stderr, one JSON object to
 * stdout; where the folder is missing, nothing is measured and nothing fails.
 *
 *     npm run -s bench:planning -- --data DIR --set NAME [--history all|none|COUNT] [--seed 7] [--rename] [--json]
 *     npm run -s bench:planning -- --set baton [--json]
 *
 * With `--rename` every function has another name, which should change no figure where there is a history.
 * The set `baton` needs no folder: it is what ships with the package, requests for the functions of a workspace.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BenchError } from './bench-error.ts';
import { percentile, rounded } from './measurement.ts';
import { readDataSet } from './planning/data-set.ts';
import type { DataSet } from './planning/data-set.ts';
import { measureOwnRequests } from './planning/own-requests.ts';
import { preparePlanner } from './planning/planners.ts';
import type { HistoryChoice } from './planning/planners.ts';
import { renameTools } from './planning/rename-tools.ts';
import { scorePlans } from './planning/score.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    set: { type: 'string' },
    history: { type: 'string' },
    seed: { type: 'string', default: '7' },
    rename: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const { data, set: name } = values;
if (name === 'baton') print(await measureOwnRequests());
else if (data === undefined || name === undefined) throw new BenchError('expected --data DIR and --set NAME');
else {
  const set = [join(data, name), join(data, 'planning', name)].map(readDataSet).find((one) => one !== null);
  if (set === undefined)
    console.error(`planning: skipped, ${join(data, name)} has no tools.json, links.json, train.jsonl and test.jsonl`);
  else print(measure(name, values.rename ? renameTools(set) : set));
}

function print(result: unknown): void {
  console.log(JSON.stringify(result, null, values.json ? undefined : 2));
}

function measure(label: string, known: DataSet) {
  const seed = Number(values.seed);
  const started = performance.now();
  const planner = preparePlanner(known, { history: historyOf(known), seed });
  const times: number[] = [];
  const used = process.cpuUsage();
  const pairs = known.test.map(({ request, tools, links }) => {
    const before = performance.now();
    const found = planner.plan(request);
    times.push(performance.now() - before);
    return { found, right: { tools, links } };
  });
  const { user, system } = process.cpuUsage(used);
  return {
    benchmark: 'planning',
    set: label,
    n: pairs.length,
    ...scorePlans(pairs),
    seed,
    seconds: rounded((performance.now() - started) / 1_000),
    dataHash: known.hash,
    history: planner.examples,
    tools: known.tools.length,
    fitSeconds: rounded(planner.fitSeconds),
    fitCpuSeconds: rounded(planner.fitCpuSeconds),
    planMillisMedian: rounded(percentile(times, 0.5)),
    planMillisP99: rounded(percentile(times, 0.99)),
    // Processor time of one request, on average: other work on the machine does not lengthen it.
    planCpuMillis: rounded((user + system) / 1_000 / Math.max(1, pairs.length)),
    // The shipped weights were learned on the first half of the set that has no training part.
    toolF1OfHalves: [0, 1].map((half) => scorePlans(pairs.filter((_, index) => index % 2 === half)).toolF1),
  };
}

function historyOf({ train }: DataSet): HistoryChoice['history'] {
  const wanted = values.history ?? 'all';
  if (wanted === 'none' || train.length === 0) return 'none';
  if (wanted === 'all') return 'all';
  if (!/^[1-9]\d*$/.test(wanted)) throw new BenchError(`--history ${wanted}: expected all, none or a count`);
  return Number(wanted);
}
