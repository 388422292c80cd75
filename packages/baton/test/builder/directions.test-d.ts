/** Where the flow goes: names, choices, tries and loops; `tsc` is the test. */
import { expectTypeOf } from 'vitest';
import type { z } from 'zod';
import {
  call,
  choose,
  eq,
  forEach,
  gt,
  keepInput,
  set,
  switchTo,
  tryCatch,
  wait,
  type Expression,
  type OutputOf,
} from '../../src/index.ts';
import type { order } from './shop.ts';
import { mail, start, type Flowing } from './shop.ts';

// Names: one task each, and `then` goes to one that is there and takes what comes.
// @ts-expect-error there is already a task of this name
start.do('a', wait('PT1S')).do('a', wait('PT1S'));
start
  .do('a', wait('PT1S'), { then: 'c' })
  .do(
    'b',
    set(() => 1),
  )
  .do('c', wait('PT1S'))
  .toDefinition();
// @ts-expect-error there is no task "d"
start.do('a', wait('PT1S'), { then: 'd' }).toDefinition();
start.do('a', wait('PT1S')).do('b', wait('PT1S'), { then: 'a' }).toDefinition();
start
  .do('a', wait('PT1S'))
  .do(
    'b',
    set(() => 1),
    { then: 'a' },
  )
  // @ts-expect-error "a" takes an order, and gets a number
  .toDefinition();

// A `switch` sends what flows in to the tasks it names; a task that is reached from two sides takes either.
const routed = start
  .do('route', switchTo({ large: { when: ({ input }) => gt(input.total, 1), then: 'review' } }, 'ship'))
  .do(
    'review',
    set(({ input }) => ({ reviewed: input.id })),
  )
  .do(
    'ship',
    set(({ input }) => {
      expectTypeOf(input.reviewed).toExtend<Expression<string | null>>();
      return { shipped: input.reviewed };
    }),
  );
expectTypeOf<OutputOf<ReturnType<typeof routed.toDefinition>>>().toEqualTypeOf<{ readonly shipped: string | null }>();

// Cases, a try and its catch: what flows on is of the type of one of them.
const chosen = start.do(
  'x',
  choose(
    {
      a: {
        when: ({ input }) => eq(input.status, 'open'),
        do: (flow) =>
          flow.do(
            'm',
            set(() => 'a'),
          ),
      },
    },
    (flow) =>
      flow.do(
        'n',
        set(({ input }) => input.total),
      ),
  ),
);
expectTypeOf<Flowing<typeof chosen>>().toEqualTypeOf<string | number>();
const tried = start.do(
  'x',
  tryCatch(
    (flow) =>
      flow.do(
        'm',
        call(mail, () => ({ to: 'x' })),
      ),
    {
      as: 'fault',
      do: (flow) =>
        flow.do(
          'n',
          set(({ fault, input }) => ({ why: fault.title, of: input.id })),
        ),
    },
  ),
);
expectTypeOf<Flowing<typeof tried>>().toEqualTypeOf<
  { sent: boolean; at: string } | { readonly why: string | null; readonly of: string }
>();
start.do(
  'x',
  tryCatch((flow) => flow.do('m', wait('PT1S')), {
    as: 'f',
    do: (flow) =>
      flow.do(
        'n',
        // @ts-expect-error the fault has the name that `as` gives it
        set(({ error }) => error),
      ),
  }),
);
start.do(
  'x',
  // @ts-expect-error nothing says what to do with a fault
  tryCatch((flow) => flow.do('m', wait('PT1S')), {}),
);

// A loop has its variables, and its rounds put out what they take.
const looped = start.do(
  'x',
  forEach({ each: 'thing', in: ({ input }) => input.items }, (round) =>
    round.do(
      'm',
      call(mail, ({ thing, input }) => ({ to: thing.sku, cc: input.id })),
      { output: { as: keepInput } },
    ),
  ),
);
expectTypeOf<Flowing<typeof looped>>().toEqualTypeOf<z.input<typeof order>>();
start.do(
  'x',
  forEach({ in: ({ input }) => input.items }, (round) =>
    // @ts-expect-error the second round would take a mail for an order
    round.do(
      'm',
      call(mail, () => ({ to: 'x' })),
    ),
  ),
);
start.do(
  'x',
  // @ts-expect-error a number is no list
  forEach({ in: ({ input }) => input.total }, (round) => round.do('m', wait('PT1S'))),
);
start.do(
  'x',
  // @ts-expect-error what an inner list leaves for has to be in it
  forEach({ in: ({ input }) => input.items }, (round) => round.do('m', wait('PT1S'), { then: 'x' })),
);
