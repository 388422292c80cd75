/**
 * F2: the process dies just before a write or a sync, at points spread over the life of a process that plays each of six
 * scenarios. The next process finishes what was left; nothing acknowledged is lost, nothing is paid twice. All points:
 * `node packages/testing/src/crash/main.ts points`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleHost, type HostBundle } from './host-bundle.ts';
import { killAtPoints } from './kill-points.ts';
import { scenarioNames } from './scenarios.ts';
import { tracerMissing } from './tracer.ts';

const missing = tracerMissing();
const reason = missing === null ? '' : ` (skipped: ${missing})`;

describe.skipIf(missing !== null)(`a death before a write or a sync${reason}`, () => {
  let bundle: HostBundle;
  beforeAll(async () => {
    bundle = await bundleHost();
  });
  afterAll(() => bundle.remove());

  test('is survived at points spread over six scenarios', { timeout: 600_000 }, async () => {
    const options = { bundle, scenarios: scenarioNames, sample: 5, seed: 1, lanes: 2 };
    const { points, progress, violations } = await killAtPoints(options);
    expect(violations).toEqual([]);
    expect(Object.keys(points)).toEqual(scenarioNames);
    expect(Math.min(...Object.values(points))).toBeGreaterThan(100);
    expect(progress.hit).toBeGreaterThan(20);
    expect(progress.afterAcknowledgement).toBeGreaterThan(3);
    expect(progress.inFlight).toBeGreaterThan(2);
    expect(progress.finished).toBeGreaterThanOrEqual(30);
  });
});
