/** What compiles and what does not: `tsc` is the test. */
import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import {
  at,
  call,
  choose,
  count,
  defineEvent,
  defineFunction,
  emit,
  eq,
  fork,
  forEach,
  gt,
  http,
  keepInput,
  listen,
  map,
  matching,
  orElse,
  plan,
  race,
  raise,
  runProcess,
  runWorkflow,
  set,
  switchTo,
  text,
  tryCatch,
  wait,
  withInput,
  workflow,
  type Expression,
  type Flow,
  type InputOf,
  type OutputOf,
} from '../src/index.ts';

const order = z.object({
  id: z.string(),
  total: z.number(),
  status: z.enum(['open', 'paid']),
  customer: z.object({ email: z.string(), name: z.string().optional() }),
  items: z.array(z.object({ sku: z.string() })),
});

const mail = defineFunction({
  name: 'mail',
  input: z.object({ to: z.string(), cc: z.string().optional(), urgent: z.boolean().default(false) }),
  output: z.object({ sent: z.boolean(), at: z.number().transform(String) }),
  run: (_context, input) => {
    expectTypeOf(input.urgent).toEqualTypeOf<boolean>();
    return { sent: true, at: 5 };
  },
});

const paid = defineEvent({ type: 'paid', source: 'https://shop.example', data: z.object({ order: z.string() }) });
const refunded = defineEvent({
  type: 'refunded',
  source: 'https://shop.example',
  data: z.object({ amount: z.number() }),
});

const start = workflow({ namespace: 'n', name: 'n', version: '1.0.0', input: order, use: { secrets: ['TOKEN'] } });

/** What flows after a flow. */
type Flowing<F> = F extends Flow<infer C> ? C['input'] : never;
type Context<F> = F extends Flow<infer C> ? C['context'] : never;

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

// Branches have names; a plan shows a branch what those before it exported, and nothing else.
const forked = start.do(
  'f',
  fork((branches) =>
    branches
      .branch(
        'a',
        set(() => 1),
      )
      .branch(
        'b',
        call(mail, ({ input }) => ({ to: input.id })),
      ),
  ),
);
expectTypeOf<Flowing<typeof forked>>().toEqualTypeOf<{
  readonly a: number;
  readonly b: { sent: boolean; at: string };
}>();
const raced = start.do(
  'f',
  race((branches) =>
    branches
      .branch(
        'a',
        set(() => 1),
      )
      .branch(
        'b',
        set(() => 'x'),
      ),
  ),
);
expectTypeOf<Flowing<typeof raced>>().toEqualTypeOf<string | number>();
const planned = start.do(
  'p',
  plan((tasks) =>
    tasks
      .branch(
        'a',
        set(() => ({ n: 1 })),
      )
      .branch(
        'b',
        set(({ input }) => ({ m: input.id })),
        { if: ({ input }) => gt(input.total, 1) },
      )
      .after('a')
      .branch(
        'c',
        set(({ context }) => ({ sum: context.a.n })),
      )
      .after('b', 'c')
      .branch(
        'd',
        set(({ context }) => ({ first: context.a.n, sum: context.c.sum, maybe: context.b.m })),
      ),
  ),
);
expectTypeOf<Flowing<typeof planned>['d']>().toEqualTypeOf<{
  readonly first: number;
  readonly sum: number;
  readonly maybe: string | null;
}>();
expectTypeOf<Context<typeof planned>['c']>().toEqualTypeOf<{ readonly sum: number }>();
start.do(
  'p',
  plan((tasks) =>
    tasks
      .branch(
        'a',
        set(() => ({ n: 1 })),
      )
      .branch(
        'b',
        // @ts-expect-error "a" does not come before
        set(({ context }) => ({ m: context.a.n })),
      ),
  ),
);
start.do(
  'p',
  plan((tasks) =>
    tasks
      .branch(
        'a',
        set(() => ({ n: 1 })),
      )
      // @ts-expect-error there is no branch "x" to come after
      .after('x')
      .branch(
        'b',
        set(() => 1),
      ),
  ),
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

// Events come with the type of their data.
const heard = start.do('l', listen({ any: [matching(paid, ({ data, input }) => eq(data.order, input.id))] }));
expectTypeOf<Flowing<typeof heard>>().toEqualTypeOf<readonly { order: string }[]>();
// @ts-expect-error these events have no amount
start.do('l', listen({ one: matching(paid, ({ data }) => gt(data.amount, 1)) }));
start.do('l', listen({ one: refunded })).do(
  'n',
  set(({ input }) => ({ n: count(input), first: at(input, 0).amount })),
);

// Processes put out what they are asked for; nothing comes after `raise`.
const counted = start.do('x', runProcess({ shell: { command: 'wc' } }, { return: 'code' }));
expectTypeOf<Flowing<typeof counted>>().toEqualTypeOf<number>();
const failed = start.do('x', raise({ type: 'https://shop.example/no', status: 400 }));
expectTypeOf<Flowing<typeof failed>>().toEqualTypeOf<never>();

// Definitions know what they take and put out, so that one can be a task of another.
const child = start
  .do(
    'x',
    set(({ input }) => text`${input.id}`),
  )
  .toDefinition();
expectTypeOf<InputOf<typeof child>>().toEqualTypeOf<z.input<typeof order>>();
expectTypeOf<OutputOf<typeof child>>().toEqualTypeOf<string>();
const parent = start
  .do(
    'c',
    runWorkflow(child, ({ input }) => input),
  )
  .do(
    'd',
    set(({ input }) => ({ is: input })),
  );
expectTypeOf<Flowing<typeof parent>>().toEqualTypeOf<{ readonly is: string }>();
start.do(
  'c',
  // @ts-expect-error the child takes an order
  runWorkflow(child, ({ input }) => ({ id: input.id })),
);
const ended = start
  .do(
    'x',
    set(() => 1),
  )
  .output({ as: ({ output, input }) => ({ n: output, id: input.id }) })
  .toDefinition();
expectTypeOf<OutputOf<typeof ended>>().toEqualTypeOf<{ readonly n: number; readonly id: string }>();
// @ts-expect-error no library, no JSON Schema
workflow({ namespace: 'n', name: 'n', version: '1.0.0', input: { parse: (value: unknown) => value } });
