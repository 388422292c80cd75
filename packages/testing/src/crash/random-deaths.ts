import type { Violation } from '../simulate/effect-checks.ts';
import { playEpisode, type EpisodeOptions } from './episode.ts';
import { addCounts } from './event-counts.ts';
import { noProgress, type DeathProgress } from './death-progress.ts';

/** How many deaths, and how. */
export interface RandomDeathsOptions extends Pick<EpisodeOptions, 'bundle' | 'seed' | 'ground'> {
  readonly deaths: number;
  /** Data folders whose owners die at the same time: one for each core. */
  readonly lanes: number;
  /** Executions that are open at any time in each folder, 16 by default. */
  readonly open?: number;
  /** Told after each episode. */
  readonly played?: (progress: DeathProgress) => void;
}

/** What became of it. */
export interface RandomDeathsReport {
  readonly progress: DeathProgress;
  readonly violations: readonly Violation[];
}

/** Deaths in one folder before it is examined as a whole and the next one begins. */
const perEpisode = 75;

/**
 * Kills processes at random moments until there were enough, or until something is wrong. The seeds of the episodes
 * follow from the first one; each violation names its own.
 */
export async function dieAtRandom(options: RandomDeathsOptions): Promise<RandomDeathsReport> {
  const { deaths, lanes, open = 16, played, ...rest } = options;
  const violations: Violation[] = [];
  let [progress, left, seed] = [noProgress, deaths, options.seed];
  const lane = async (): Promise<void> => {
    while (left > 0 && violations.length === 0) {
      const [mine, mySeed] = [Math.min(left, perEpisode, Math.ceil(deaths / lanes)), seed];
      left -= mine;
      seed += 1;
      const report = await playEpisode({ ...rest, seed: mySeed, deaths: mine, open });
      progress = addCounts(progress, report.progress);
      violations.push(...report.violations.map((violation) => `seed ${mySeed}: ${violation}`));
      played?.(progress);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { progress, violations };
}
