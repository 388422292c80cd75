/** What the workflow works with: functions and an event, each defined once with its types. */
import { defineEvent, defineFunction } from '@batonhq/baton';
import { z } from 'zod';

/** What somebody orders. */
export const order = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().optional(),
  lines: z.array(z.object({ sku: z.string(), amount: z.number().int().positive() })),
});

const prices: Readonly<Record<string, number>> = { tea: 4, kettle: 39 };

/** Adds up what an order costs. */
export const quote = defineFunction({
  name: 'quote',
  input: z.object({ lines: order.shape.lines }),
  output: z.object({ total: z.number() }),
  run: (_context, { lines }) => ({
    total: lines.reduce((sum, { sku, amount }) => sum + (prices[sku] ?? 0) * amount, 0),
  }),
});

/** Puts one thing aside. */
export const reserve = defineFunction({
  name: 'reserve',
  input: z.object({ sku: z.string(), amount: z.number() }),
  output: z.object({ shelf: z.string() }),
  run: (_context, { sku }) => ({ shelf: `shelf of ${sku}` }),
});

let failures = 2;

/** Charges a card, at the third try. */
export const charge = defineFunction({
  name: 'charge',
  repeat: 'keyed',
  input: z.object({ total: z.number() }),
  output: z.object({ receipt: z.string() }),
  run(context, { total }) {
    failures -= 1;
    if (failures >= 0) throw new RangeError('the bank is out to lunch');
    return { receipt: `${total} paid, key ${context.idempotencyKey.length > 0 ? 'known' : 'missing'}` };
  },
});

/** Somebody in the shop has packed it. */
export const packed = defineEvent({
  type: 'shop.packed',
  source: 'https://shop.example',
  data: z.object({ by: z.string() }),
});
