import { Worker } from 'node:worker_threads';
import type { Seed } from '../random/seeded-random.ts';
import { addProgress, noProgress, type Progress } from './progress.ts';
import type { SeedReport } from './simulate-seed.ts';

/** Seeds to play. */
export interface CampaignPlan {
  readonly seeds: Iterable<Seed>;
  /** How many are played at the same time, each in a thread of its own. */
  readonly threads: number;
  /** Told after each seed. */
  readonly played?: (report: SeedReport) => void;
}

/** What became of a campaign. */
export interface CampaignReport {
  readonly played: number;
  readonly progress: Progress;
  /** Reports of seeds with violations; the campaign ends with the first, save for seeds that are being played. */
  readonly failed: readonly SeedReport[];
}

/** Milliseconds after which a seed counts as one that does not come to an end. Seeds take some ten. */
const longest = 120_000;

/**
 * Plays many seeds, in several threads, until one fails or all are played.
 *
 * @example
 * const { failed, progress } = await playCampaign({ seeds: [1, 2, 3], threads: 2 });
 */
export async function playCampaign({ seeds, threads, played }: CampaignPlan): Promise<CampaignReport> {
  const left = seeds[Symbol.iterator]();
  const failed: SeedReport[] = [];
  let count = 0;
  let progress = noProgress;
  const next = (): Seed | undefined => {
    const { done, value } = failed.length > 0 ? { done: true, value: undefined } : left.next();
    return done === true ? undefined : value;
  };
  const take = (report: SeedReport): void => {
    count += 1;
    progress = addProgress(progress, report.progress);
    if (report.violations.length > 0) failed.push(report);
    played?.(report);
  };
  await Promise.all(Array.from({ length: threads }, () => playThread(next, take)));
  return { played: count, progress, failed };
}

/** Feeds one thread with seeds as long as there are any. */
async function playThread(next: () => Seed | undefined, take: (report: SeedReport) => void): Promise<void> {
  const worker = new Worker(new URL('seed-worker.ts', import.meta.url));
  try {
    for (let seed = next(); seed !== undefined; seed = next()) {
      const report = await playIn(worker, seed);
      take(report);
      if (report.fingerprint === '') return;
    }
  } finally {
    await worker.terminate();
  }
}

/** A seed that hangs, or that ends its thread, has failed like any other. */
function playIn(worker: Worker, seed: Seed): Promise<SeedReport> {
  const { promise, resolve } = Promise.withResolvers<SeedReport>();
  const fail = (violation: string): void =>
    resolve({ seed, violations: [violation], progress: noProgress, fingerprint: '' });
  const failedWith = (error: unknown): void => fail(`it ended its thread: ${String(error)}`);
  const patience = setTimeout(() => fail(`it did not come to an end within ${longest / 1_000} s`), longest);
  worker.once('message', resolve);
  worker.once('error', failedWith);
  worker.postMessage(seed);
  return promise.finally(() => {
    clearTimeout(patience);
    worker.off('message', resolve);
    worker.off('error', failedWith);
  });
}
