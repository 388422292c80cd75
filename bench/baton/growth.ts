/** What step 10,000 of one execution costs against step 100: medians of the gaps around both, over several executions. */
import { BenchError } from '../bench-error.ts';
import { gapsBetween } from '../load.ts';
import { median } from '../measurement.ts';
import { inLoop } from './definitions.ts';
import type { Bench } from './system.ts';

const steps = 10_200;
const around = 90;
const executions = 5;

export async function growthRatio({ complete, instants }: Bench): Promise<number> {
  const items = Array.from({ length: steps }, (_, index) => index);
  const early: number[] = [];
  const late: number[] = [];
  for (let round = -1; round < executions; round++) {
    const id = `growth-${round}`;
    const seen: number[] = [];
    instants.set(id, seen);
    await complete({ id, definition: inLoop(), input: { items } });
    if (seen.length !== steps) throw new BenchError(`the loop made ${seen.length} steps instead of ${steps}`);
    if (round < 0) continue; // The first warms the code up: its early steps would look dear.
    const gaps = gapsBetween(seen);
    early.push(...gaps.slice(100 - around, 100 + around));
    late.push(...gaps.slice(10_000 - around, 10_000 + around));
  }
  return median(late) / median(early);
}
