/** Random histories of the real engine break no invariant, and all come to an end once nothing fails. */
import { expect, test } from 'vitest';
import { playCampaign } from './campaign.ts';
import { readOptions, SimulateUsageError } from './options.ts';
import { regressionSeeds } from './regression-seeds.ts';
import { simulateSeed } from './simulate-seed.ts';

/** The campaign plays two thousand; these are for whoever has just changed something. */
const some = Array.from({ length: 150 }, (_, index) => index + 1);
const minutes = 60_000;

test(
  'no seed breaks an invariant or gets stuck, those that failed once included',
  { timeout: 10 * minutes },
  async () => {
    const seeds = [...regressionSeeds, ...some];
    const { played, failed } = await playCampaign({ seeds, threads: 1 });
    const said = failed.map(({ seed, violations }) => [`npm run simulate -- --seed ${seed} --trace`, ...violations]);
    expect(said).toEqual([]);
    expect(played).toBe(seeds.length);
  },
);

test('the same seed writes the same journal, in this thread and in another', async () => {
  const seeds = [3, 4, 5];
  const here = [];
  for (const seed of seeds) here.push((await simulateSeed(seed)).fingerprint);
  const there = new Map<number, string>();
  await playCampaign({ seeds, threads: 1, played: ({ seed, fingerprint }) => there.set(seed, fingerprint) });
  expect(seeds.map((seed) => there.get(seed))).toEqual(here);
  expect(new Set(here).size).toBe(seeds.length);
});

test('a seed that is watched plays as it does when nobody looks, and says what happens', async () => {
  const lines: string[] = [];
  const watched = await simulateSeed(8, (line) => lines.push(line));
  expect(watched.fingerprint).toBe((await simulateSeed(8)).fingerprint);
  expect(lines.some((line) => line.includes('execution.started'))).toBe(true);
  expect(lines.some((line) => line.includes('dies'))).toBe(true);
});

test('a command line that makes no sense is refused with what was expected', () => {
  expect(readOptions(['--seeds', '10', '--from', '5'])).toMatchObject({ kind: 'campaign', from: 5, seeds: 10 });
  expect(readOptions(['--seed', '5', '--trace'])).toEqual({ kind: 'seed', seed: 5, trace: true });
  expect(() => readOptions(['--seeds', 'many'])).toThrow(SimulateUsageError);
  expect(() => readOptions(['--trace'])).toThrow(/--seed/);
  expect(() => readOptions(['--sed', '5'])).toThrow(SimulateUsageError);
});
