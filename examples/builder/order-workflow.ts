import {
  call,
  choose,
  count,
  forEach,
  gt,
  jq,
  keepInput,
  listen,
  orElse,
  plan,
  set,
  text,
  tryCatch,
  wait,
  workflow,
  at,
} from '@batonhq/baton';
import { charge, order, packed, quote, reserve } from './shop.ts';

/**
 * Prices and reserves at the same time, charges when both are done, and waits for the shop. Hover over any `input` or
 * `context`: it has the type of what the tasks before put out.
 */
export const orderWorkflow = workflow({ namespace: 'examples', name: 'order', version: '1.0.0', input: order })
  .do(
    'prepare',
    plan((tasks) =>
      tasks
        .branch(
          'price',
          call(quote, ({ input }) => ({ lines: input.lines })),
        )
        .branch(
          'shelves',
          forEach({ each: 'line', in: ({ input }) => input.lines }, (round) =>
            round.do(
              'reserve',
              call(reserve, ({ line }) => ({ sku: line.sku, amount: line.amount })),
              {
                output: { as: keepInput },
              },
            ),
          ),
        )
        .after('price', 'shelves')
        .branch(
          'payment',
          tryCatch(
            (flow) =>
              flow.do(
                'charge',
                call(charge, ({ context }) => ({ total: context.price.total })),
              ),
            {
              retry: { delay: { milliseconds: 50 }, backoff: 'exponential', limit: { attempt: { count: 4 } } },
            },
          ),
        ),
    ),
    {
      output: {
        as: ({ input, output }) => ({ order: input, total: output.price.total, receipt: output.payment.receipt }),
      },
    },
  )
  .do(
    'thank',
    choose(
      {
        generous: {
          when: ({ input }) => gt(input.total, 40),
          do: (flow) =>
            flow.do(
              'gift',
              set(({ input }) => ({ ...input, gift: text`tea for ${orElse(input.order.name, 'you')}` })),
            ),
        },
      },
      (flow) => flow.do('plain', wait({ milliseconds: 10 })),
    ),
    { export: { as: ({ context, output }) => ({ ...context, order: output }) } },
  )
  .do('pack', listen({ one: packed }))
  .do(
    'sum up',
    set(({ input, context }) => ({
      receipt: context.order.receipt,
      gift: orElse(context.order.gift, 'none'),
      things: jq<number>`${context.order.order.lines} | map(.amount) | add`,
      kinds: count(context.order.order.lines),
      packedBy: at(input, 0).by,
    })),
  )
  .toDefinition();
