/** The long form of `cuts.campaign.test.ts`: hundreds of cuts on ext4 and XFS, thousands in replays that copy the log meanwhile. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleHost, type HostBundle } from '../crash/host-bundle.ts';
import { dieAtRandom } from '../crash/random-deaths.ts';
import { tracerMissing } from '../crash/tracer.ts';
import { failingPower, powerMissing } from './mounted-disk.ts';
import { replayCuts } from './replayed-cuts.ts';

const noTracer = tracerMissing();
const untraced = noTracer === null ? '' : ` (skipped: ${noTracer})`;
let bundle: HostBundle;

beforeAll(async () => {
  bundle = await bundleHost();
});
afterAll(() => bundle.remove());

for (const [fileSystem, deaths] of [
  ['ext4', 500],
  ['xfs', 200],
] as const) {
  const missing = await powerMissing(fileSystem);
  const title = missing === null ? '' : ` (skipped: ${missing})`;
  test.skipIf(missing !== null)(
    `${deaths} cuts on ${fileSystem} lose nothing that was acknowledged${title}`,
    async () => {
      const ground = () => failingPower(fileSystem);
      const { progress, violations } = await dieAtRandom({ bundle, seed: 2_000, deaths, lanes: 2, ground });
      expect(violations).toEqual([]);
      expect(progress.deathsInFlight).toBeGreaterThan(deaths / 2);
    },
  );
}

test.skipIf(noTracer !== null)(`5,000 replayed cuts lose nothing that was acknowledged${untraced}`, async () => {
  const replay = { bundle, seed: 3_000, executions: 300, cuts: 5_000, thoroughEvery: 50 };
  const { progress, violations } = await replayCuts(replay);
  expect(violations).toEqual([]);
  expect(progress.tornWrites).toBeGreaterThan(500);
  expect(progress.logStarts).toBeGreaterThan(3);
});
