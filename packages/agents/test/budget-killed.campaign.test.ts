/**
 * An agent works within a cap against a provider that streams, breaks off in the middle, and charges for every request it
 * got; its process is killed. What was charged stays within the cap, and nothing that was charged is missing in the books.
 * All points: `npm run test:long`.
 */
import { tracerMissing, type HostBundle } from '@batonhq/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundled, killPoints, missionKilled, problemsOf } from './budget-trial.ts';

const missing = tracerMissing();

let bundle: HostBundle;
beforeAll(async () => {
  bundle = await bundled();
});
afterAll(() => bundle.remove());

test.for([
  { request: 0, when: 'answering' },
  { request: 2, when: 'asked' },
] as const)('killed when request $request is $when', async (kill) => {
  const ledger = await missionKilled(bundle, kill);
  expect(ledger.wasKilled).toBe(true);
  expect(problemsOf(ledger)).toEqual([]);
  // The call in flight and the one that broke off count with their worst case.
  expect(ledger.tenant?.spent.tokens).toBeGreaterThan(ledger.charged.tokens);
});

describe.skipIf(missing !== null)(`killed before a write${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  test('at points spread over its life', async () => {
    const points = await killPoints(bundle);
    expect(points.length).toBeGreaterThan(50);
    const chosen = [0.4, 0.7].map((share) => points[Math.floor(points.length * share)]);
    for (const point of chosen) {
      if (point === undefined) continue;
      expect({ point, problems: problemsOf(await missionKilled(bundle, point)) }).toEqual({ point, problems: [] });
    }
  });
});
