/**
 * Proves that generated programs give what the reference implementation gives. A failing case prints its seed;
 * `node packages/jq/differential/run.ts --only SEED` runs it alone, and `--count 100000` is the long form.
 */
import { expect, it } from 'vitest';
import { compareGenerated } from '../differential/generated.ts';

it('agrees with the reference on 5,000 generated programs', { timeout: 120_000 }, async () => {
  const report = await compareGenerated({ count: 5_000, seed: 1 });
  expect(report.compared).toBe(5_000);
  expect(report.same, 'most programs must be comparable, or nothing was proved').toBeGreaterThan(4_500);
  expect(report.different).toEqual([]);
});
