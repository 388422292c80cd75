import { defineFunction } from '@batonhq/baton';
import { z } from 'zod';

/** Four a piece. */
const price = defineFunction({
  name: 'price',
  input: z.object({ item: z.string(), amount: z.number() }),
  output: z.number(),
  run: (_context, { amount }) => 4 * amount,
});

let asked = 0;

/** A service that answers only after it was asked so many times. */
const flaky = defineFunction({
  name: 'flaky',
  input: z.object({ fails: z.number() }),
  output: z.string(),
  run(_context, { fails }) {
    asked += 1;
    if (asked <= fails) throw new RangeError(`not now, attempt ${asked}`);
    return `served at attempt ${asked}`;
  },
});

export default [price, flaky];
