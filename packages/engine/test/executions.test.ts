/** What a user of the engine sees of an execution from its start to its end. */
import { expect, test } from 'vitest';
import { ConflictError, DefinitionError, NotFoundError } from '@batonhq/engine';
import { complete, definition, eventsOf, folder, open } from './open-engine.ts';

const double = {
  name: 'double',
  run: (_context: unknown, input: unknown) => ({ value: Number((input as { value: number }).value) * 2 }),
};

test('tasks follow one another, each with the output of the one before', async () => {
  const engine = await open({ functions: [double] });
  const call = { call: 'double', with: { value: '${ .value }' } };
  expect(
    await complete(engine, [{ first: call }, { second: call }, { third: { set: { total: '${ .value + 1 }' } } }], {
      value: 5,
    }),
  ).toEqual({ total: 21 });
});

test('branches of a fork go on at the same time and are joined in order', async () => {
  const { promise: bothHere, resolve } = Promise.withResolvers<void>();
  let here = 0;
  const meet = {
    name: 'meet',
    run: async (_context: unknown, input: unknown) => {
      here += 1;
      if (here === 2) resolve();
      await bothHere;
      return input;
    },
  };
  const engine = await open({ functions: [meet] });
  const branches = [
    { left: { call: 'meet', with: { side: 'left' } } },
    { right: { call: 'meet', with: { side: 'right' } } },
  ];
  expect(await complete(engine, [{ both: { fork: { branches } } }])).toEqual([{ side: 'left' }, { side: 'right' }]);
});

test('a function that throws faults its task; try catches it, retries and goes on', async () => {
  let calls = 0;
  const flaky = {
    name: 'flaky',
    run: () => {
      calls += 1;
      if (calls < 3) throw new Error('not today');
      return { calls };
    },
  };
  const engine = await open({ functions: [flaky] });
  const tasks = [
    {
      careful: {
        try: [{ risky: { call: 'flaky' } }],
        catch: { retry: { delay: { milliseconds: 5 }, limit: { attempt: { count: 5 } } } },
      },
    },
  ];
  expect(await complete(engine, tasks)).toEqual({ calls: 3 });
  calls = -100;
  expect(await complete(engine, [{ risky: { call: 'flaky' } }])).toMatchObject({
    phase: 'faulted',
    fault: { status: 500, detail: 'Error: not today', instance: '/do/0/risky' },
  });
});

test('events come from the journal first and live afterwards, without gap or repetition, until the end', async () => {
  const { promise: opened, resolve: openGate } = Promise.withResolvers<void>();
  const engine = await open({ functions: [{ name: 'gate', run: () => opened }] });
  const id = await engine.start({
    definition: definition([{ a: { set: { x: 1 } } }, { b: { call: 'gate' } }, { c: { set: { x: 2 } } }]),
  });
  const seen: number[] = [];
  for await (const { seq, event } of engine.events(id)) {
    seen.push(seq);
    if (event.kind === 'task.started' && event.task === 'b') openGate();
  }
  expect(seen).toEqual(seen.map((_, index) => index + 1));
  const again: number[] = [];
  for await (const { seq } of engine.events(id, { seq: 2 })) again.push(seq);
  expect(again).toEqual(seen.slice(2));
});

test('details say what an open execution waits for and which tasks it went through', async () => {
  const engine = await open();
  const id = await engine.start({
    definition: definition([{ a: { set: { x: 1 } } }, { nap: { wait: { hours: 1 } } }]),
  });
  const details = await engine.details(id);
  expect(details.view.phase).toBe('waiting');
  expect(details.waitingFor).toEqual([{ kind: 'timer', task: 'nap', until: expect.any(Number) }]);
  expect(details.tasks.map(({ name, phase }) => [name, phase])).toEqual([
    ['a', 'completed'],
    ['nap', 'waiting'],
  ]);
  expect((await engine.list({ phases: ['waiting'] })).map((view) => view.id)).toEqual([id]);
});

test('pausing lets a step end and begins nothing new until it is resumed', async () => {
  const { promise: opened, resolve: openGate } = Promise.withResolvers<void>();
  const engine = await open({ functions: [{ name: 'gate', run: () => opened }, double] });
  const id = await engine.start({
    definition: definition([{ a: { call: 'gate' } }, { b: { call: 'double', with: { value: 4 } } }]),
  });
  await engine.pause(id, 'ada');
  openGate();
  await expect.poll(async () => (await eventsOf(engine, id)).at(-1)?.event.kind).toBe('task.completed');
  expect((await engine.details(id)).view.phase).toBe('suspended');
  await engine.resume(id, 'ada');
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: { value: 8 } });
});

test('cancelling ends an execution and aborts what it is doing', async () => {
  let aborted = false;
  const stuck = {
    name: 'stuck',
    run: (context: { readonly signal: AbortSignal }) =>
      new Promise((_, reject) =>
        context.signal.addEventListener('abort', () => {
          aborted = true;
          reject(new Error('aborted'));
        }),
      ),
  };
  const engine = await open({ functions: [stuck] });
  const id = await engine.start({ definition: definition([{ a: { call: 'stuck' } }]) });
  await engine.cancel(id, 'ada');
  expect(await engine.result(id)).toEqual({ phase: 'cancelled' });
  expect(aborted).toBe(true);
  await engine.cancel(id);
  await expect(engine.pause(id)).rejects.toThrow(ConflictError);
});

test('a key of a tenant starts one execution; another input under it is a conflict', async () => {
  const engine = await open();
  const request = {
    definition: definition([{ nap: { wait: { hours: 1 } } }]),
    input: { n: 1 },
    idempotencyKey: 'order-7',
  };
  const [first, second] = await Promise.all([engine.start(request), engine.start(request)]);
  expect(second).toBe(first);
  expect(await engine.start(request)).toBe(first);
  await expect(engine.start({ ...request, input: { n: 2 } })).rejects.toThrow(ConflictError);
  expect(await engine.start({ ...request, tenant: 'other', input: { n: 2 } })).not.toBe(first);
});

test('an id starts one execution, also after a restart', async () => {
  const place = folder();
  const engine = await place.open();
  const request = { definition: definition([{ nap: { wait: { hours: 1 } } }]), id: 'mine' };
  expect(await engine.start(request)).toBe('mine');
  await engine.close();
  const next = await place.open();
  expect(await next.start(request)).toBe('mine');
  await expect(next.start({ ...request, input: { other: true } })).rejects.toThrow(ConflictError);
});

test('definitions are checked before anything is kept, and found by name and version', async () => {
  const engine = await open();
  await expect(engine.define('document: { dsl: 1.0.3 }\ndo: []')).rejects.toThrow(DefinitionError);
  await engine.define(definition([{ a: { set: { v: 1 } } }]));
  const newer = {
    ...definition([{ a: { set: { v: 2 } } }]),
    document: { dsl: '1.0.3', namespace: 'test', name: 'flow', version: '1.10.0' },
  };
  await engine.define(newer);
  const start = (version?: string) =>
    engine.start({ definition: { namespace: 'test', name: 'flow', ...(version !== undefined && { version }) } });
  expect(await engine.result(await start())).toMatchObject({ output: { v: 2 } });
  expect(await engine.result(await start('1.0.0'))).toMatchObject({ output: { v: 1 } });
  await expect(start('3.0.0')).rejects.toThrow(NotFoundError);
});

test('what nobody started is not found', async () => {
  const engine = await open();
  await expect(engine.result('nothing')).rejects.toThrow(NotFoundError);
  await expect(engine.details('nothing')).rejects.toThrow(NotFoundError);
  await expect(engine.signal('nothing', { name: 'x' })).rejects.toThrow(NotFoundError);
  await expect(engine.events('nothing')[Symbol.asyncIterator]().next()).rejects.toThrow(NotFoundError);
});

test('a missing function suspends the execution until it is there and somebody resumes it', async () => {
  const engine = await open({ limits: { registration: 10 } });
  const id = await engine.start({ definition: definition([{ a: { call: 'double', with: { value: 2 } } }]) });
  await expect.poll(async () => (await engine.details(id)).view.phase).toBe('suspended');
  expect((await engine.details(id)).waitingFor[0]).toMatchObject({
    kind: 'resume',
    reason: 'no function double is registered',
  });
  engine.register(double);
  await engine.resume(id);
  expect(await engine.result(id)).toMatchObject({ output: { value: 4 } });
});

test('what a function was given or gave away does not change when it changes its objects', async () => {
  const kept: { list: number[] }[] = [];
  const sly = {
    name: 'sly',
    run: (_context: unknown, input: unknown) => {
      const own = input as { list: number[] };
      own.list.push(99);
      const output = { list: [1] };
      kept.push(own, output);
      return output;
    },
  };
  const engine = await open({ functions: [sly] });
  const tasks = [
    { a: { call: 'sly', with: { list: [7] }, output: { as: { list: '${ .list }', input: '${ $input }' } } } },
    { nap: { wait: { milliseconds: 20 } } },
  ];
  const id = await engine.start({ definition: definition(tasks), input: { top: [1] } });
  await expect.poll(() => kept.length).toBe(2);
  for (const value of kept) value.list.push(1000);
  expect(await engine.result(id)).toMatchObject({ output: { list: [1] } });
});
