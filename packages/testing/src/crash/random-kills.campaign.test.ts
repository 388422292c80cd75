/**
 * F1: the real process is killed (`kill -9`) again and again while executions of every kind are in flight. After each
 * death its journal is examined from outside, and the next process goes on by itself: what was acknowledged is there, no
 * committed step goes out again, nothing is paid twice, lost, or paid under two keys.
 */
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleHost, type HostBundle } from './host-bundle.ts';
import { missingProgress } from './death-progress.ts';
import { dieAtRandom } from './random-deaths.ts';

let bundle: HostBundle;
beforeAll(async () => {
  bundle = await bundleHost();
});
afterAll(() => bundle.remove());

test('300 kills: nothing acknowledged is lost, nothing is done twice', { timeout: 600_000 }, async () => {
  const lanes = Math.min(4, Math.max(2, availableParallelism()));
  const { progress, violations } = await dieAtRandom({ bundle, seed: 1, deaths: 300, lanes });
  expect(violations).toEqual([]);
  expect(missingProgress(progress)).toEqual([]);
  expect(progress.deaths).toBe(300);
  expect(progress.deathsInFlight).toBeGreaterThan(150);
  expect(progress.deathsDuringCalls).toBeGreaterThan(100);
  expect(progress.resumed).toBeGreaterThan(100);
});
