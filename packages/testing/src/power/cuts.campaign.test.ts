/**
 * F3: the power fails, on a real file system (an ext4 image that is shut down under the process) and in the replay of
 * what a real process wrote, where anything that was not synced may be lost, reordered or torn. Nothing that was
 * acknowledged is lost. The control, `synchronous = NORMAL` in the same harness, must lose something: else the harness
 * proves nothing. More of it: `node packages/testing/src/power/main.ts`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleHost, type HostBundle } from '../crash/host-bundle.ts';
import { dieAtRandom } from '../crash/random-deaths.ts';
import { tracerMissing } from '../crash/tracer.ts';
import { failingPower, powerMissing } from './mounted-disk.ts';
import { replayCuts } from './replayed-cuts.ts';

const noMount = await powerMissing('ext4');
const noTracer = tracerMissing();
const patience = { timeout: 300_000 };
let full: HostBundle;
let normal: HostBundle;

beforeAll(async () => {
  full = await bundleHost();
  normal = await bundleHost('NORMAL');
});
afterAll(() => {
  full.remove();
  normal.remove();
});

describe.skipIf(noMount !== null)(`a power cut on a mounted ext4${skipped(noMount)}`, () => {
  const ground = () => failingPower('ext4');
  const cuts = { seed: 1, lanes: 1, open: 12, ground };

  test('loses nothing that was acknowledged', patience, async () => {
    const { progress, violations } = await dieAtRandom({ ...cuts, bundle: full, deaths: 12 });
    expect(violations).toEqual([]);
    expect(progress.deaths).toBe(12);
    expect(progress.deathsInFlight).toBeGreaterThan(4);
    expect(progress.resumed).toBeGreaterThan(4);
  });

  test('loses acknowledged work when commits are not synced', patience, async () => {
    const { violations } = await dieAtRandom({ ...cuts, bundle: normal, deaths: 12 });
    expect(violations.filter((violation) => violation.includes(': I1 '))).not.toEqual([]);
  });
});

describe.skipIf(noTracer !== null)(`a power cut in the replay of recorded writes${skipped(noTracer)}`, () => {
  const replay = { seed: 1, executions: 12, cuts: 150, thoroughEvery: 25 };

  test('loses nothing that was acknowledged, whatever becomes of what was not synced', patience, async () => {
    const { progress, violations } = await replayCuts({ ...replay, bundle: full });
    expect(violations).toEqual([]);
    expect(progress.syncs).toBeGreaterThan(20);
    expect(progress.databaseWrites).toBeGreaterThan(20);
    expect(progress.afterAcknowledgement).toBeGreaterThan(75);
    expect(progress.lostWrites).toBeGreaterThan(100);
    expect(progress.tornWrites).toBeGreaterThan(20);
  });

  test('loses acknowledged work when commits are not synced', patience, async () => {
    const { progress, violations } = await replayCuts({ ...replay, cuts: 60, bundle: normal });
    expect(progress.afterAcknowledgement).toBeGreaterThan(20);
    expect(violations.filter((violation) => violation.includes(': I1 '))).not.toEqual([]);
  });
});

function skipped(reason: string | null): string {
  return reason === null ? '' : ` (skipped: ${reason})`;
}
