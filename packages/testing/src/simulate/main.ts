/**
 * Plays seeds until one fails: `npm run simulate -- --seeds 1000000 [--from 1]`. A failing seed is printed with what it
 * found, and `--from SEED --seeds 1` plays it again.
 */
import { parseArgs } from 'node:util';
import { addProgress, missingProgress, noProgress } from './progress.ts';
import { simulateSeed } from './simulate-seed.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '2000' }, from: { type: 'string', default: '1' } },
});
const first = Number(values.from);
const count = Number(values.seeds);
let sum = noProgress;

for (let seed = first; seed < first + count; seed += 1) {
  const { violations, progress } = await simulateSeed(seed);
  sum = addProgress(sum, progress);
  if (violations.length > 0) {
    process.stdout.write(
      `seed ${seed} fails:\n${violations.map((violation) => `  ${JSON.stringify(violation)}`).join('\n')}\n`,
    );
    process.exitCode = 1;
    break;
  }
}
process.stdout.write(
  `seeds ${first} to ${first + count - 1}: ${JSON.stringify(sum)}; never happened: ${missingProgress(sum).join(', ') || 'nothing'}\n`,
);
process.exit();
