/** What flows: what compiles and what does not, `tsc` is the test. */
import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { at, call, emit, eq, gt, http, map, orElse, set, wait, withInput, type Expression } from '../../src/index.ts';
import type { order } from './shop.ts';
import { mail, paid, start, type Context, type Flowing } from './shop.ts';

// The input of the workflow is the input of the first task, its output the input of the next.
const first = start.do(
  'mail',
  call(mail, ({ input }) => {
    expectTypeOf(input.customer.email).toExtend<Expression<string>>();
    return { to: input.customer.email };
  }),
);
expectTypeOf<Flowing<typeof first>>().toEqualTypeOf<{ sent: boolean; at: string }>();

// What is given to a function must be what it takes.
start.do(
  'mail',
  // @ts-expect-error a number is no address
  call(mail, ({ input }) => ({ to: input.total })),
);
start.do(
  'mail',
  // @ts-expect-error the address is missing
  call(mail, ({ input }) => ({ cc: input.id })),
);
start.do(
  'mail',
  // @ts-expect-error there is no such member
  call(mail, ({ input }) => ({ to: input.customer.mail })),
);
// @ts-expect-error what flows in is no mail
start.do('mail', call(mail));
start.do(
  'mail',
  // @ts-expect-error what may be missing is null when it is read
  call(mail, ({ input }) => ({ to: input.customer.name })),
);
start.do(
  'mail',
  call(mail, ({ input }) => ({ to: orElse(input.customer.name, 'nobody') })),
);
start
  .do(
    'a',
    set(() => ({ to: 'x' })),
  )
  .do(
    'mail',
    // @ts-expect-error a copy with a member of another type is not what the function takes
    call(mail, ({ input }) => ({ ...input, to: 5 })),
  );

// Comparisons compare what can be equal, and put in order what has an order.
eq<string | null>(
  at(
    map(listOf(), (item) => item.name),
    0,
  ),
  'x',
);
// @ts-expect-error there is no such status
start.do('x', wait('PT1S'), { if: ({ input }) => eq(input.status, 'shipped') });
// @ts-expect-error null has no place in an order
start.do('x', wait('PT1S'), { if: ({ input }) => gt(input.customer.name, 'a') });
// @ts-expect-error a condition is a boolean
start.do('x', wait('PT1S'), { if: ({ input }) => input.total });
declare function listOf(): Expression<readonly { readonly name: string }[]>;

// `output` and `export` change what flows and the context, for the tasks after.
const shaped = start
  .do(
    'mail',
    call(mail, ({ input }) => ({ to: input.id })),
    {
      output: { as: ({ input, output }) => ({ order: input.id, sent: output.sent }) },
      export: { as: ({ context, output }) => ({ ...context, mailed: output.sent }) },
    },
  )
  .do(
    'n',
    set(({ input, context }) => ({ ...input, known: context.mailed })),
    {
      export: { as: ({ context }) => ({ ...context, done: 1 }) },
    },
  );
expectTypeOf<Flowing<typeof shaped>>().toEqualTypeOf<{
  readonly order: string;
  readonly sent: boolean;
  readonly known: boolean;
}>();
expectTypeOf<Context<typeof shaped>>().toEqualTypeOf<{ readonly mailed: boolean; readonly done: number }>();
start.do(
  'n',
  // @ts-expect-error nothing was exported yet
  set(({ context }) => ({ known: context.mailed })),
);

// What a schema has checked has its type.
const fetched = start.do('get', http({ method: 'get', endpoint: 'https://api.example' }), {
  output: { schema: z.object({ open: z.boolean() }) },
});
expectTypeOf<Flowing<typeof fetched>>().toEqualTypeOf<{ open: boolean }>();
start.do('get', http({ method: 'get', endpoint: 'https://api.example' })).do(
  'x',
  // @ts-expect-error what comes over HTTP is unknown without a schema
  set(({ input }) => ({ o: input.open })),
);
start.do(
  'get',
  http(({ secrets }) => ({ method: 'get', endpoint: 'https://api.example', headers: { a: secrets.TOKEN } })),
);
start.do(
  'get',
  // @ts-expect-error the workflow does not use this secret
  http(({ secrets }) => ({ method: 'get', endpoint: 'https://api.example', headers: { a: secrets.OTHER } })),
);
start.do(
  'x',
  // @ts-expect-error secrets are known to calls only: everything else would record them
  set(({ secrets }) => ({ a: secrets.TOKEN })),
);
start.do('get', http({ method: 'get', endpoint: 'https://a' })).do(
  'x',
  // @ts-expect-error only `response` has a status
  set(({ input }) => ({ a: input.statusCode })),
);
start.do('get', http({ method: 'get', endpoint: 'https://a', output: 'response' })).do(
  'x',
  set(({ input }) => ({ a: input.statusCode })),
);

// A task that may be skipped puts out what flowed in then.
const skipped = start.do(
  's',
  set(() => 5),
  { if: ({ input }) => gt(input.total, 3) },
);
expectTypeOf<Flowing<typeof skipped>>().toEqualTypeOf<number | z.input<typeof order>>();
const unskipped = start.do('s', wait('PT1S')).do(
  't',
  emit(paid, ({ input }) => ({ order: input.id })),
);
expectTypeOf<Flowing<typeof unskipped>>().toEqualTypeOf<z.input<typeof order>>();
start.do(
  't',
  // @ts-expect-error the event has other data
  emit(paid, ({ input }) => ({ order: input.total })),
);

// An input of its own, for the task inside; `input` in its options stays what flowed in.
const own = start.do(
  'x',
  withInput(
    ({ input }) => input.customer,
    (customer) => call(mail, () => ({ to: customer.email })),
  ),
  {
    output: { as: ({ input, output }) => ({ id: input.id, sent: output.sent }) },
  },
);
expectTypeOf<Flowing<typeof own>>().toEqualTypeOf<{ readonly id: string; readonly sent: boolean }>();
