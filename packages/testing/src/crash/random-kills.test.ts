/**
 * F1: the real process is killed (`kill -9`) again and again while executions of every kind are in flight. After each
 * death its journal is examined from outside, and the next process goes on by itself: what was acknowledged is there, no
 * committed step goes out again, nothing is paid twice, lost, or paid under two keys.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleHost, type HostBundle } from './host-bundle.ts';
import { dieAtRandom } from './random-deaths.ts';

let bundle: HostBundle;
beforeAll(async () => {
  bundle = await bundleHost();
});
afterAll(() => bundle.remove());

test('30 kills: nothing acknowledged is lost, nothing is done twice', { timeout: 200_000 }, async () => {
  const { progress, violations } = await dieAtRandom({ bundle, seed: 2, deaths: 30, lanes: 2 });
  expect(violations).toEqual([]);
  expect(progress.deaths).toBe(30);
  expect(progress.deathsInFlight).toBeGreaterThan(10);
  expect(progress.resumed).toBeGreaterThan(5);
});
