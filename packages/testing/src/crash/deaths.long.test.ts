/** The long forms of `random-kills.campaign.test.ts` and `kill-points.campaign.test.ts`: 10,000 deaths, and every point of every scenario. */
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { missingProgress } from './death-progress.ts';
import { bundleHost, type HostBundle } from './host-bundle.ts';
import { killAtPoints } from './kill-points.ts';
import { dieAtRandom } from './random-deaths.ts';
import { scenarioNames } from './scenarios.ts';
import { tracerMissing } from './tracer.ts';

const missing = tracerMissing();
const reason = missing === null ? '' : ` (skipped: ${missing})`;
const lanes = Math.max(2, availableParallelism());
let bundle: HostBundle;

beforeAll(async () => {
  bundle = await bundleHost();
});
afterAll(() => bundle.remove());

test('10,000 kills: nothing acknowledged is lost, nothing is done twice', async () => {
  const { progress, violations } = await dieAtRandom({ bundle, seed: 1_000, deaths: 10_000, lanes });
  expect(violations).toEqual([]);
  expect(missingProgress(progress)).toEqual([]);
  expect(progress.deathsInFlight).toBeGreaterThan(5_000);
});

test.skipIf(missing !== null)(`a death before every write and sync is survived${reason}`, async () => {
  const { progress, violations } = await killAtPoints({ bundle, scenarios: scenarioNames, seed: 1, lanes });
  expect(violations).toEqual([]);
  expect(progress.hit).toBeGreaterThan(1_000);
  expect(progress.missed).toBeLessThan(progress.hit / 10);
});
