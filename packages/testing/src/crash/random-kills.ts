import type { Seed } from '../random/seeded-random.ts';
import type { Violation } from '../simulate/effect-checks.ts';
import { playEpisode } from './episode.ts';
import { addCounts } from './event-counts.ts';
import type { HostBundle } from './host-bundle.ts';
import { noProgress, type KillProgress } from './kill-progress.ts';

/** How many kills, and how. */
export interface RandomKillsOptions {
  readonly bundle: HostBundle;
  readonly seed: Seed;
  readonly kills: number;
  /** Data folders whose owners are killed at the same time: one for each core. */
  readonly lanes: number;
  /** Executions that are open at any time in each folder, 24 by default. */
  readonly open?: number;
  /** Told after each episode. */
  readonly played?: (progress: KillProgress) => void;
}

/** What became of it. */
export interface RandomKillsReport {
  readonly progress: KillProgress;
  readonly violations: readonly Violation[];
}

/** Kills in one folder before it is examined as a whole and the next one begins. */
const perEpisode = 75;

/**
 * Kills processes at random moments until there were enough, or until something is wrong. The seeds of the episodes
 * follow from the first one; each violation names its own.
 */
export async function killAtRandom(options: RandomKillsOptions): Promise<RandomKillsReport> {
  const { bundle, kills, lanes, open = 24, played } = options;
  const violations: Violation[] = [];
  let [progress, left, seed] = [noProgress, kills, options.seed];
  const lane = async (): Promise<void> => {
    while (left > 0 && violations.length === 0) {
      const [mine, mySeed] = [Math.min(left, perEpisode, Math.ceil(kills / lanes)), seed];
      left -= mine;
      seed += 1;
      const report = await playEpisode({ bundle, seed: mySeed, kills: mine, open });
      progress = addCounts(progress, report.progress);
      violations.push(...report.violations.map((violation) => `seed ${mySeed}: ${violation}`));
      played?.(progress);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { progress, violations };
}
