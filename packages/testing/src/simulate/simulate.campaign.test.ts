/** Two thousand random histories of the real engine break no invariant, and all come to an end once nothing fails. */
import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { playCampaign } from './campaign.ts';
import { missingProgress } from './progress.ts';

const many = Array.from({ length: 2_000 }, (_, index) => index + 1);
const minutes = 60_000;

test(
  'no seed breaks an invariant or gets stuck, and everything that can happen has happened',
  { timeout: 30 * minutes },
  async () => {
    const { played, progress, failed } = await playCampaign({
      seeds: many,
      threads: Math.min(2, availableParallelism()),
    });
    const said = failed.map(({ seed, violations }) => [`npm run simulate -- --seed ${seed} --trace`, ...violations]);
    expect(said).toEqual([]);
    expect(played).toBe(many.length);
    expect(missingProgress(progress)).toEqual([]);
  },
);
