/**
 * The fault simulator: plays seeds until one fails (`npm run simulate -- --seeds 1000000`), or one seed line by line
 * (`npm run simulate -- --seed 7 --trace`). Exit code 0 when all is well, 1 when something is wrong or nothing was
 * tried, 2 when the command line makes no sense.
 */
import { playCampaign } from './campaign.ts';
import { readOptions, SimulateUsageError, usage, type SimulateOptions } from './options.ts';
import { missingProgress, type Progress } from './progress.ts';
import { simulateSeed, type SeedReport } from './simulate-seed.ts';

/** So many seeds do everything that can be done; that fewer leave something out says nothing. */
const enough = 500;

/** Milliseconds between two words about how far it is. */
const chatter = 10_000;

process.exitCode = await main(process.argv.slice(2));
process.exit();

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args);
    return options.kind === 'seed' ? await playOne(options) : await playMany(options);
  } catch (error) {
    if (!(error instanceof SimulateUsageError)) throw error;
    process.stderr.write(`${error.message}\n${usage}\n`);
    return 2;
  }
}

async function playOne({ seed, trace }: SimulateOptions & { readonly kind: 'seed' }): Promise<number> {
  const report = await simulateSeed(seed, trace ? (line) => process.stdout.write(`${line}\n`) : undefined);
  if (report.violations.length > 0) return tellFailure(report);
  process.stdout.write(`${table(report.progress)}\nseed ${seed}: no violation\n`);
  return 0;
}

async function playMany({ from, seeds, threads }: SimulateOptions & { readonly kind: 'campaign' }): Promise<number> {
  const began = performance.now();
  const numbers = Array.from({ length: seeds }, (_, index) => from + index);
  let [done, told] = [0, began];
  const { played, progress, failed } = await playCampaign({
    seeds: numbers,
    threads: Math.min(threads, seeds),
    played() {
      done += 1;
      if (performance.now() - told < chatter) return;
      told = performance.now();
      process.stderr.write(`${done} of ${seeds} seeds\n`);
    },
  });
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  process.stdout.write(`${table(progress)}\n${played} seeds from ${from} in ${seconds} s: ${failed.length} failed\n`);
  for (const report of failed) tellFailure(report);
  return failed.length > 0 || !hasTried(progress, played) ? 1 : 0;
}

function hasTried(progress: Progress, played: number): boolean {
  const missing = missingProgress(progress);
  if (missing.length === 0) return true;
  process.stdout.write(`never happened: ${missing.join(', ')}\n`);
  return played < enough;
}

function tellFailure({ seed, violations }: SeedReport): number {
  const lines = violations.map((violation) => `  ${violation}\n`).join('');
  process.stdout.write(`seed ${seed} fails:\n${lines}see it: npm run simulate -- --seed ${seed} --trace\n`);
  return 1;
}

function table(progress: Progress): string {
  return Object.entries(progress)
    .map(([name, count]) => `${String(count).padStart(10)}  ${name}`)
    .join('\n');
}
