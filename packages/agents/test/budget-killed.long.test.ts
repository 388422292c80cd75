/** The same as `budget-killed.campaign.test.ts`, at every write and sync of the process. */
import { tracerMissing } from '@batonhq/testing';
import { expect, onTestFinished, test } from 'vitest';
import { bundled, killPoints, missionKilled, problemsOf } from './budget-trial.ts';

test.skipIf(tracerMissing() !== null)(
  'no kill point leads to more spent than the cap, or to less written down',
  async () => {
    const bundle = await bundled();
    onTestFinished(() => bundle.remove());
    const points = await killPoints(bundle);
    const problems: string[] = [];
    let killed = 0;
    let faulted = 0;
    for (const point of points) {
      const ledger = await missionKilled(bundle, point);
      killed += Number(ledger.wasKilled);
      faulted += Number(ledger.result.phase === 'faulted');
      problems.push(...problemsOf(ledger).map((problem) => `${point.call} ${point.number}: ${problem}`));
    }
    process.stdout.write(`${points.length} points, ${killed} kills, ${faulted} missions stopped by their budget\n`);
    expect(problems).toEqual([]);
    expect(killed).toBeGreaterThan(points.length / 2);
  },
);
