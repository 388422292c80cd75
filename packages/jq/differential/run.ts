/**
 * Compares generated programs with the oracle: `node packages/jq/differential/run.ts --count 100000 [--seed 1]`.
 * Each case has a seed of its own, which is printed when the case fails: `--only SEED` runs it alone.
 */
import { parseArgs } from 'node:util';
import { compareGenerated } from './generated.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});

const only = values.only === undefined ? null : Number(values.only);
const report = await compareGenerated({
  count: only === null ? Number(values.count) : 1,
  seed: only ?? Number(values.seed),
  onProgress: (done) => process.stderr.write(`\r${done} compared`),
});

process.stderr.write('\n');
for (const failure of report.different) console.log(failure);
console.log(`${report.compared} compared, ${report.same} the same, ${report.different.length} different`);
process.exitCode = report.different.length === 0 ? 0 : 1;
