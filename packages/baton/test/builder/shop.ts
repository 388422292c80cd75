/** What the type tests of the builder work with: a function, two events, and a workflow that begins. */
import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { defineEvent, defineFunction, workflow, type Flow } from '../../src/index.ts';

export const order = z.object({
  id: z.string(),
  total: z.number(),
  status: z.enum(['open', 'paid']),
  customer: z.object({ email: z.string(), name: z.string().optional() }),
  items: z.array(z.object({ sku: z.string() })),
});

export const mail = defineFunction({
  name: 'mail',
  input: z.object({ to: z.string(), cc: z.string().optional(), urgent: z.boolean().default(false) }),
  output: z.object({ sent: z.boolean(), at: z.number().transform(String) }),
  run: (_context, input) => {
    expectTypeOf(input.urgent).toEqualTypeOf<boolean>();
    return { sent: true, at: 5 };
  },
});

export const paid = defineEvent({
  type: 'paid',
  source: 'https://shop.example',
  data: z.object({ order: z.string() }),
});
export const refunded = defineEvent({
  type: 'refunded',
  source: 'https://shop.example',
  data: z.object({ amount: z.number() }),
});

export const start = workflow({
  namespace: 'n',
  name: 'n',
  version: '1.0.0',
  input: order,
  use: { secrets: ['TOKEN'] },
});

/** What flows after a flow. */
export type Flowing<F> = F extends Flow<infer C> ? C['input'] : never;
export type Context<F> = F extends Flow<infer C> ? C['context'] : never;
