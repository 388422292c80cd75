/** What each function of the builder writes, and that the language takes it. */
import { compileProgram, formatDiagnostics, readDefinitionObject, type JsonObject } from '@batonhq/core';
import { JsonSchemaCompiler, jqEvaluator } from '@batonhq/engine';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Start } from '../src/builder/flow.ts';
import type { Scope } from '../src/builder/scope.ts';
import {
  and,
  call,
  choose,
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
  lt,
  matching,
  ne,
  plainTask,
  plan,
  race,
  raise,
  runProcess,
  runWorkflow,
  sequence,
  set,
  switchTo,
  text,
  tryCatch,
  wait,
  withInput,
  workflow,
} from '../src/index.ts';

const input = z.object({
  id: z.string(),
  total: z.number(),
  customer: z.object({ email: z.string(), name: z.string().optional() }),
  items: z.array(z.object({ sku: z.string() })),
});

const mail = defineFunction({
  name: 'mail',
  version: '1.2.0',
  input: z.object({ to: z.string() }),
  output: z.object({ sent: z.boolean() }),
  run: () => ({ sent: true }),
});

const paid = defineEvent({ type: 'shop.paid', source: 'https://shop.example', data: z.object({ order: z.string() }) });

const start = () =>
  workflow({
    namespace: 'shop',
    name: 'order',
    version: '1.0.0',
    input,
    use: {
      secrets: ['TOKEN'],
      functions: { unmail: plainTask({ call: 'mail:1.2.0@default' }) },
      retries: { often: { delay: 'PT1S' } },
      errors: { broken: { type: 'https://shop.example/broken', status: 500 } },
      timeouts: { short: { after: 'PT1S' } },
    },
  });

/** The tasks of a definition, once the language has taken it. */
function tasksOf(flow: { toDefinition(): JsonObject }): unknown {
  const object = flow.toDefinition();
  const read = readDefinitionObject(object);
  expect(formatDiagnostics(read.diagnostics)).toBe('');
  if (read.definition === undefined) return undefined;
  const compiled = compileProgram(read.definition, { evaluator: jqEvaluator(), schemas: new JsonSchemaCompiler() });
  expect(formatDiagnostics(compiled.diagnostics)).toBe('');
  return object['do'];
}

describe('the workflow', () => {
  test('has a document, a schema of its input, what it uses, an output', () => {
    const definition = start()
      .do(
        'done',
        set(({ input: order }) => ({ id: order.id })),
      )
      .output({
        as: ({ output, input: order }) => ({ done: output.id, of: order.total }),
        schema: z.object({ done: z.string() }),
      })
      .toDefinition();
    expect(definition).toMatchObject({
      document: { dsl: '1.0.3', namespace: 'shop', name: 'order', version: '1.0.0' },
      input: { schema: { document: { type: 'object', required: ['id', 'total', 'customer', 'items'] } } },
      use: { secrets: ['TOKEN'], functions: { unmail: { call: 'mail:1.2.0@default' } } },
      output: { as: { done: '${ .id }', of: '${ $input.total }' }, schema: { document: { required: ['done'] } } },
    });
  });

  test('every task may have if, schemas, transformations, a time-out, a directive and metadata', () => {
    const flow = start().do(
      'mail',
      call(mail, ({ input: order }) => ({ to: order.customer.email })),
      {
        if: ({ input: order }) => gt(order.total, 0),
        input: { schema: z.object({ id: z.string() }) },
        output: { as: ({ output, input: order }) => ({ sent: output.sent, total: order.total }) },
        export: { as: ({ context, output }) => ({ ...context, mailed: output.sent }) },
        timeout: { seconds: 30 },
        then: 'end',
        metadata: { risk: 'low', compensate: 'unmail', lock: { key: 'mail' } },
      },
    );
    expect(tasksOf(flow)).toEqual([
      {
        mail: {
          if: '${ .total > 0 }',
          call: 'mail:1.2.0@default',
          with: { to: '${ .customer.email }' },
          input: { schema: { document: expect.objectContaining({ required: ['id'] }) } },
          output: { as: { sent: '${ .sent }', total: '${ $input.total }' } },
          export: { as: '${ $context + {mailed: .sent} }' },
          timeout: { after: { seconds: 30 } },
          then: 'end',
          metadata: { risk: 'low', compensate: 'unmail', lock: { key: 'mail' } },
        },
      },
    ]);
  });
});

describe('tasks that call', () => {
  test('call: a function, by what it was defined with', () => {
    const flow = start().do(
      'mail',
      call(mail, ({ input: order }) => ({ to: order.customer.email })),
    );
    expect(tasksOf(flow)).toEqual([{ mail: { call: 'mail:1.2.0@default', with: { to: '${ .customer.email }' } } }]);
  });

  test('call: what flows in is the input when nothing is given, and what is no map is given as the input', () => {
    const flow = start()
      .do(
        'pick',
        set(({ input: order }) => ({ to: order.customer.email })),
      )
      .do('mail', call(mail))
      .do(
        'again',
        call(mail, () => ({ to: 'a@example.com' })),
        { output: { as: keepInput } },
      )
      .do(
        'whole',
        call('log', ({ input: sent }) => sent.sent),
      );
    expect(tasksOf(flow)).toEqual([
      { pick: { set: { to: '${ .customer.email }' } } },
      { mail: { call: 'mail:1.2.0@default' } },
      { again: { call: 'mail:1.2.0@default', with: { to: 'a@example.com' }, output: { as: '${ $input }' } } },
      { whole: { call: 'log', input: { from: '${ .sent }' } } },
    ]);
  });

  test('http: secrets, a schema of the answer, constants as they are', () => {
    const flow = start().do(
      'get',
      http(({ input: order, secrets }) => ({
        method: 'get',
        endpoint: text`https://api.example/orders/${order.id}`,
        headers: { authorization: text`Bearer ${secrets.TOKEN}`, accept: 'application/json' },
      })),
      { output: { schema: z.object({ open: z.boolean() }) } },
    );
    expect(tasksOf(flow)).toEqual([
      {
        get: {
          call: 'http',
          with: {
            method: 'get',
            endpoint: '${ "https://api.example/orders/\\(.id)" }',
            headers: { authorization: '${ "Bearer \\($secrets.TOKEN)" }', accept: 'application/json' },
          },
          output: { schema: { document: expect.objectContaining({ required: ['open'] }) } },
        },
      },
    ]);
  });

  test('run: another workflow, and processes', () => {
    const child = start()
      .do(
        'x',
        set(() => ({ x: 1 })),
      )
      .toDefinition();
    const order = { id: 'a', total: 1, customer: { email: 'e' }, items: [] };
    const flow = start()
      .do(
        'child',
        runWorkflow(child, ({ input: own }) => ({ ...own, total: 2 }), { await: false }),
      )
      .do('wc', runProcess({ shell: { command: 'wc', arguments: ['-l'] } }, { return: 'all' }))
      .do(
        'js',
        runProcess(({ input: own }) => ({ script: { language: 'js', code: 'return 1', stdin: own.stdout } })),
      )
      .do(
        'other',
        runWorkflow(child, () => order),
      );
    const workflowCall = { namespace: 'shop', name: 'order', version: '1.0.0' };
    expect(tasksOf(flow)).toEqual([
      { child: { run: { workflow: { ...workflowCall, input: '${ . + {total: 2} }' }, await: false } } },
      { wc: { run: { shell: { command: 'wc', arguments: ['-l'] }, return: 'all' } } },
      { js: { run: { script: { language: 'js', code: 'return 1', stdin: '${ .stdout }' } } } },
      { other: { run: { workflow: { ...workflowCall, input: order } } } },
    ]);
  });

  test('anything the language has and the builder does not', () => {
    const flow = start().do(
      'tools',
      plainTask<{ n: number }>({ call: 'mcp', with: { method: 'tools/list', transport: { stdio: { command: 'x' } } } }),
    );
    expect(tasksOf(flow)).toHaveLength(1);
  });
});

describe('tasks that flow', () => {
  test('set, do, wait, raise', () => {
    const flow = start()
      .do(
        'parts',
        sequence((inner) =>
          inner
            .do(
              'a',
              set(({ input: order }) => ({ ...order.customer, at: order.id })),
            )
            .do('b', wait('PT1S')),
        ),
      )
      .do('pause', wait({ minutes: 1 }))
      .do(
        'until',
        wait(({ input: order }) => text`PT${order.at}S`),
      )
      .do('known', raise({ named: 'broken' }), { if: ({ input: order }) => ne(order.name, null) })
      .do(
        'fail',
        raise(({ input: order }) => ({ type: 'https://shop.example/no', status: 409, detail: text`no ${order.at}` })),
      );
    expect(tasksOf(flow)).toEqual([
      { parts: { do: [{ a: { set: '${ .customer + {at: .id} }' } }, { b: { wait: 'PT1S' } }] } },
      { pause: { wait: { minutes: 1 } } },
      { until: { wait: '${ "PT\\(.at)S" }' } },
      { known: { if: '${ .name != null }', raise: { error: 'broken' } } },
      { fail: { raise: { error: { type: 'https://shop.example/no', status: 409, detail: '${ "no \\(.at)" }' } } } },
    ]);
  });

  test('switch, to tasks by name', () => {
    const flow = start()
      .do('route', switchTo({ large: { when: ({ input: order }) => gt(order.total, 9), then: 'review' } }, 'ship'))
      .do(
        'review',
        set(({ input: order }) => ({ reviewed: order.id })),
        { then: 'exit' },
      )
      .do(
        'ship',
        set(({ input: order }) => ({ shipped: order.id })),
      );
    expect(tasksOf(flow)).toEqual([
      { route: { switch: [{ large: { when: '${ .total > 9 }', then: 'review' } }, { default: { then: 'ship' } }] } },
      { review: { set: { reviewed: '${ .id }' }, then: 'exit' } },
      { ship: { set: { shipped: '${ .id }' } } },
    ]);
  });

  test('switch, with tasks in its cases', () => {
    const flow = start().do(
      'route',
      choose(
        {
          large: {
            when: ({ input: order }) => gt(order.total, 9),
            do: (body) =>
              body.do(
                'r',
                set(() => ({ by: 'hand' })),
              ),
          },
        },
        (body) =>
          body.do(
            's',
            set(({ input: order }) => ({ by: order.id })),
          ),
      ),
    );
    expect(tasksOf(flow)).toEqual([
      {
        route: {
          do: [
            {
              which: {
                switch: [{ large: { when: '${ .total > 9 }', then: 'large' } }, { otherwise: { then: 'otherwise' } }],
              },
            },
            { large: { do: [{ r: { set: { by: 'hand' } } }], then: 'exit' } },
            { otherwise: { do: [{ s: { set: { by: '${ .id }' } } }], then: 'exit' } },
          ],
        },
      },
    ]);
  });

  test('for, with its variables', () => {
    const flow = start().do(
      'all',
      forEach(
        { each: 'thing', at: 'place', in: ({ input: order }) => order.items, while: ({ place }) => lt(place, 5) },
        (round) =>
          round.do(
            'mail',
            call(mail, ({ thing }) => ({ to: thing.sku })),
            { output: { as: keepInput } },
          ),
      ),
    );
    expect(tasksOf(flow)).toEqual([
      {
        all: {
          for: { each: 'thing', in: '${ .items }', at: 'place' },
          while: '${ $place < 5 }',
          do: [
            { mail: { call: 'mail:1.2.0@default', with: { to: '${ $thing.sku }' }, output: { as: '${ $input }' } } },
          ],
        },
      },
    ]);
  });

  test('try, with retries and a catch', () => {
    const flow = start()
      .do(
        'careful',
        tryCatch(
          (body) =>
            body.do(
              'mail',
              call(mail, ({ input: order }) => ({ to: order.id })),
            ),
          {
            errors: { status: 503 },
            as: 'fault',
            exceptWhen: ({ fault }) => eq(fault.status, 400),
            retry: {
              delay: 'PT1S',
              backoff: 'exponential',
              limit: { attempt: { count: 3 } },
              when: ({ fault }) => eq(fault.status, 503),
            },
            do: (body) =>
              body.do(
                'why',
                set(({ fault, input: order }) => ({ why: fault.title, id: order.id })),
              ),
          },
        ),
      )
      .do(
        'again',
        tryCatch(
          (body) =>
            body.do(
              'mail',
              call(mail, () => ({ to: 'x' })),
            ),
          { retry: { named: 'often' } },
        ),
      );
    expect(tasksOf(flow)).toEqual([
      {
        careful: {
          try: [{ mail: { call: 'mail:1.2.0@default', with: { to: '${ .id }' } } }],
          catch: {
            errors: { with: { status: 503 } },
            as: 'fault',
            exceptWhen: '${ $fault.status == 400 }',
            retry: {
              when: '${ $fault.status == 503 }',
              delay: 'PT1S',
              backoff: { exponential: {} },
              limit: { attempt: { count: 3 } },
            },
            do: [{ why: { set: { why: '${ $fault.title }', id: '${ .id }' } } }],
          },
        },
      },
      { again: { try: [expect.anything()], catch: { retry: 'often' } } },
    ]);
  });

  test('an input of its own: what flowed in stays known to the output', () => {
    const flow = start().do(
      'own',
      withInput(
        ({ input: order }) => order.customer,
        (customer) => call(mail, () => ({ to: customer.email })),
      ),
      {
        output: { as: ({ input: order, output }) => ({ id: order.id, sent: output.sent }) },
      },
    );
    expect(tasksOf(flow)).toEqual([
      {
        own: {
          call: 'mail:1.2.0@default',
          with: { to: '${ .email }' },
          input: { from: '${ .customer }' },
          output: { as: { id: '${ $task.input.id }', sent: '${ .sent }' } },
        },
      },
    ]);
  });
});

describe('tasks at the same time', () => {
  test('fork names what its branches put out; its own output comes after', () => {
    const flow = start()
      .do(
        'both',
        fork((branches) =>
          branches
            .branch(
              'a',
              set(() => ({ n: 1 })),
            )
            .branch(
              'b',
              set(() => ({ m: 2 })),
              { if: ({ input: order }) => gt(order.total, 1) },
            ),
        ),
      )
      .do(
        'more',
        fork((branches) =>
          branches.branch(
            'a',
            set(() => ({ n: 1 })),
          ),
        ),
        { output: { as: ({ output }) => output.a.n } },
      );
    expect(tasksOf(flow)).toEqual([
      {
        both: {
          fork: { branches: [{ a: { set: { n: 1 } } }, { b: { if: '${ .total > 1 }', set: { m: 2 } } }] },
          output: { as: '${ {a: .[0], b: .[1]} }' },
        },
      },
      { more: { fork: { branches: [{ a: { set: { n: 1 } } }] }, output: { as: '${ {a: .[0]} | .a.n }' } } },
    ]);
  });

  test('race', () => {
    const flow = start().do(
      'first',
      race((branches) =>
        branches
          .branch(
            'a',
            set(() => ({ n: 1 })),
          )
          .branch(
            'b',
            set(() => ({ n: 2 })),
          ),
      ),
    );
    expect(tasksOf(flow)).toEqual([
      { first: { fork: { branches: [{ a: { set: { n: 1 } } }, { b: { set: { n: 2 } } }], compete: true } } },
    ]);
  });

  test('plan: one fork with its order in the metadata and exports by name', () => {
    const flow = start().do(
      'trip',
      plan((tasks) =>
        tasks
          .branch(
            'flights',
            call(mail, ({ input: order }) => ({ to: order.id })),
          )
          .branch(
            'hotels',
            set(() => ({ stars: 4 })),
          )
          .after('flights', 'hotels')
          .branch(
            'offer',
            set(({ context }) => ({ sent: context.flights.sent, stars: context.hotels.stars })),
            { metadata: { risk: 'high' } },
          ),
      ),
    );
    expect(tasksOf(flow)).toEqual([
      {
        trip: {
          fork: {
            branches: [
              {
                flights: {
                  call: 'mail:1.2.0@default',
                  with: { to: '${ .id }' },
                  export: { as: '${ $context + {flights: .} }' },
                },
              },
              { hotels: { set: { stars: 4 }, export: { as: '${ $context + {hotels: .} }' } } },
              {
                offer: {
                  set: { sent: '${ $context.flights.sent }', stars: '${ $context.hotels.stars }' },
                  export: { as: '${ $context + {offer: .} }' },
                  metadata: { after: ['flights', 'hotels'], risk: 'high' },
                },
              },
            ],
          },
          output: { as: '${ {flights: .[0], hotels: .[1], offer: .[2]} }' },
        },
      },
    ]);
  });
});

test('emit and listen share the definition of an event', () => {
  const flow = start()
    .do(
      'tell',
      emit(paid, ({ input: order }) => ({ order: order.id }), { subject: 'x' }),
    )
    .do('hear', listen({ one: matching(paid, ({ data, input: order }) => eq(data.order, order.id)) }))
    .do('any', listen({ any: [paid], until: ({ seen }) => eq(seen, []) }))
    .do('all', listen({ all: [paid, paid] }));
  const kind = { type: 'shop.paid' };
  const output = { schema: { document: { type: 'array', items: expect.objectContaining({ required: ['order'] }) } } };
  expect(tasksOf(flow)).toMatchObject([
    {
      tell: {
        emit: {
          event: { with: { ...kind, source: 'https://shop.example', subject: 'x', data: { order: '${ .id }' } } },
        },
      },
    },
    { hear: { listen: { to: { one: { with: { ...kind, data: '${ .order == $input.id }' } } } }, output } },
    { any: { listen: { to: { any: [{ with: kind }], until: '${ . == [] }' } }, output } },
    { all: { listen: { to: { all: [{ with: kind }, { with: kind }] } } } },
  ]);
});

test('names that mean something else are refused', () => {
  const loop = () =>
    start().do(
      'l',
      forEach({ each: 'input', in: ({ input: own }) => own.items }, (round) => round.do('w', wait('PT1S'))),
    );
  expect(loop).toThrow('a variable cannot be called "input"');
  const cases = { which: { when: () => and(), do: (flow: Start<Scope>) => flow.do('w', wait('PT1S')) } };
  expect(() => choose(cases, (flow) => flow.do('w', wait('PT1S')))).toThrow('a case cannot be called "which"');
});
