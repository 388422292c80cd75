/** Events and what is done for each of them; `tsc` is the test. */
import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { at, call, correlating, count, eq, gt, gte, listen, matching, set, text, wait } from '../../src/index.ts';
import { mail, paid, refunded, start, type Context, type Flowing } from './shop.ts';

// Events come with the type of their data.
const heard = start.do('l', listen({ any: [matching(paid, ({ data, input }) => eq(data.order, input.id))] }));
expectTypeOf<Flowing<typeof heard>>().toEqualTypeOf<readonly { order: string }[]>();
// @ts-expect-error these events have no amount
start.do('l', listen({ one: matching(paid, ({ data }) => gt(data.amount, 1)) }));
start.do('l', listen({ one: refunded })).do(
  'n',
  set(({ input }) => ({ n: count(input), first: at(input, 0).amount })),
);

// Of several kinds, each has its own data.
const several = start.do(
  'l',
  listen({
    any: [matching(paid, ({ data, input }) => eq(data.order, input.id)), refunded],
    until: ({ seen }) => gt(count(seen), 3),
  }),
);
expectTypeOf<Flowing<typeof several>>().toEqualTypeOf<readonly ({ order: string } | { amount: number })[]>();

// `read` says what of an event is read; other events may end the wait.
const whole = start.do('l', listen({ any: [paid], read: 'envelope', until: { one: refunded } }));
expectTypeOf<Flowing<typeof whole>[number]['data']>().toEqualTypeOf<{ order: string }>();
expectTypeOf<Flowing<typeof whole>[number]['id']>().toEqualTypeOf<string>();
const rawly = start.do('l', listen({ all: [paid, refunded], read: 'raw' }));
expectTypeOf<Flowing<typeof rawly>>().toEqualTypeOf<readonly string[]>();
start.do('l', listen({ any: [paid], until: 'never' }), { timeout: 'PT1H' });
start.do(
  'l',
  // @ts-expect-error there is no other way to read
  listen({ one: paid, read: 'text' }),
);

// What is done for each event sees the event, its number, and what flowed into `listen`.
const handled = start.do(
  'l',
  listen(
    { any: [paid], until: ({ seen }) => gte(count(seen), 5) },
    {
      item: 'payment',
      at: 'place',
      do: (each) =>
        each
          .do(
            'mail',
            call(mail, ({ input, payment }) => ({ to: text`${input.order}, ${payment.order}` })),
          )
          .do(
            'number',
            set(({ input, place }) => ({ sent: input.sent, place })),
          ),
      output: { as: ({ input, output, payment }) => ({ ...output, order: payment.order, for: input.customer.email }) },
    },
  ),
);
expectTypeOf<Flowing<typeof handled>>().toEqualTypeOf<
  readonly { readonly sent: boolean; readonly place: number; readonly order: string; readonly for: string }[]
>();
start.do(
  'l',
  listen(
    { one: paid },
    {
      do: (each) =>
        each.do(
          's',
          // @ts-expect-error the event has no such member
          set(({ item }) => ({ amount: item.amount })),
        ),
    },
  ),
);
start.do(
  'l',
  listen(
    { one: paid },
    {
      item: 'payment',
      do: (each) =>
        each.do(
          's',
          // @ts-expect-error the event has another name
          set(({ item }) => item),
        ),
    },
  ),
);
start.do(
  'l',
  listen(
    { one: refunded },
    {
      // @ts-expect-error what flows into the first task is the event, which is no mail
      do: (each) => each.do('m', call(mail)),
    },
  ),
);
const checked = start.do('l', listen({ one: refunded }, { output: { schema: z.object({ amount: z.literal(3) }) } }));
expectTypeOf<Flowing<typeof checked>>().toEqualTypeOf<readonly { amount: 3 }[]>();

// The context goes from event to event, and keeps its type.
const begun = start.do('s', wait('PT1S'), { export: { as: () => ({ sum: 0, last: '' }) } });
const summed = begun.do(
  'l',
  listen(
    { any: [refunded, paid], read: 'envelope', until: ({ context }) => gte(context.sum, 5) },
    { item: 'event', export: { as: ({ context, event }) => ({ sum: context.sum, last: event.id }) } },
  ),
);
expectTypeOf<Context<typeof summed>>().toExtend<{ readonly sum: number; readonly last: string }>();
begun.do(
  'l',
  listen(
    { any: [refunded], until: ({ context }) => gte(context.sum, 5) },
    // @ts-expect-error the next event would find no sum
    { export: { as: () => ({ last: 'x' }) } },
  ),
);

// What events have in common is of one type.
const together = start.do(
  'l',
  listen({
    all: [
      correlating(paid, { order: { from: ({ data }) => data.order, expect: ({ input }) => input.id } }),
      correlating(
        matching(refunded, ({ data }) => gt(data.amount, 2)),
        { amount: { from: ({ data }) => data.amount } },
      ),
    ],
  }),
);
expectTypeOf<Flowing<typeof together>>().toEqualTypeOf<readonly ({ order: string } | { amount: number })[]>();
start.do(
  'l',
  // @ts-expect-error an order is never a number
  listen({ one: correlating(paid, { order: { from: ({ data }) => data.order, expect: ({ input }) => input.total } }) }),
);
// @ts-expect-error these events have no amount
start.do('l', listen({ one: correlating(paid, { amount: { from: ({ data }) => data.amount } }) }));
