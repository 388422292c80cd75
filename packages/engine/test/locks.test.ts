/** Locks across executions: one holder at a time, in the order they asked, given up by whatever ends the holder. */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Engine, FunctionDefinition } from '@batonhq/engine';
import { expect, test } from 'vitest';
import { definition, folder, open, until } from './open-engine.ts';

const lock = { lock: { key: '${ "stock-\\(.id)" }' } };
const use = { use: { call: 'use', with: { who: '${ .who }', token: '${ $lock.token }' }, metadata: lock } };

/** A function that is told when to go on, and knows who is inside. */
function gate() {
  const waiting = new Map<string, () => void>();
  const entered: { readonly who: string; readonly token: number }[] = [];
  let most = 0;
  const definitionOfUse: FunctionDefinition = {
    name: 'use',
    async run(context, input) {
      const { who, token } = JSON.parse(JSON.stringify(input));
      entered.push({ who, token });
      await new Promise<void>((resolve, reject) => {
        waiting.set(who, resolve);
        most = Math.max(most, waiting.size);
        context.signal.addEventListener('abort', () => reject(new TypeError('abandoned')));
      }).finally(() => waiting.delete(who));
      if (who.startsWith('bad')) throw new TypeError('it fails');
      return { who, token };
    },
  };
  return {
    functions: [definitionOfUse],
    entered,
    inside: () => [...waiting.keys()],
    leave: (who: string) => waiting.get(who)?.(),
    most: () => most,
  };
}

const start = (engine: Engine, who: string, more: object = {}) =>
  engine.start({ definition: definition([use], { name: 'user', ...more }), input: { who, id: 7 } });

/** Starts executions so that they ask for the lock in this order. */
async function startInOrder(engine: Engine, names: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const who of names) {
    const id = await start(engine, who);
    ids.push(id);
    await until(async () => {
      const [waiting] = (await engine.details(id)).waitingFor;
      return waiting?.kind === 'step' || (waiting?.kind === 'lock' && waiting.holder !== undefined);
    });
  }
  return ids;
}

test('one holder at a time, first come first served, with tokens that grow; who waits says for whom', async () => {
  const { functions, entered, inside, leave, most } = gate();
  const engine = await open({ functions });
  const [ada = '', bob = '', eve = ''] = await startInOrder(engine, ['ada', 'bob', 'eve']);
  expect(inside()).toEqual(['ada']);
  const since = expect.any(Number);
  const holder = { execution: ada, task: 'use', since };
  expect((await engine.details(bob)).waitingFor).toEqual([
    { kind: 'lock', task: 'use', key: 'stock-7', since, holder, ahead: 0 },
  ]);
  expect((await engine.details(eve)).waitingFor).toMatchObject([{ holder, ahead: 1 }]);
  for (const [who, id] of [['ada', ada] as const, ['bob', bob] as const, ['eve', eve] as const]) {
    await until(() => inside().includes(who));
    leave(who);
    expect(await engine.result(id)).toMatchObject({ output: { who } });
  }
  expect(entered).toEqual([
    { who: 'ada', token: 1 },
    { who: 'bob', token: 2 },
    { who: 'eve', token: 3 },
  ]);
  expect(most()).toBe(1);
});

test('a lock of another key or tenant is another lock', async () => {
  const { functions, inside } = gate();
  const engine = await open({ functions });
  const flow = definition([use], { name: 'user' });
  await engine.start({ definition: flow, input: { who: 'a', id: 1 } });
  await engine.start({ definition: flow, input: { who: 'b', id: 2 } });
  await engine.start({ definition: flow, input: { who: 'c', id: 1 }, tenant: 'acme' });
  await until(() => inside().length === 3);
  expect(inside()).toEqual(['a', 'b', 'c']);
});

test('a fault, a cancellation and a time-out give the lock up; who stops waiting loses its place', async () => {
  const { functions, inside, leave } = gate();
  const engine = await open({ functions });
  const ids = await startInOrder(engine, ['bad', 'held', 'gone', 'last']);
  const [bad = '', held = '', gone = '', last = ''] = ids;
  await engine.cancel(gone);
  leave('bad');
  expect(await engine.result(bad)).toMatchObject({ phase: 'faulted' });
  await until(() => inside().includes('held'));
  await engine.cancel(held);
  expect(await engine.result(held)).toEqual({ phase: 'cancelled' });
  await until(() => inside().includes('last'));
  leave('last');
  expect(await engine.result(last)).toMatchObject({ output: { who: 'last', token: 3 } });
});

test('a task that holds it for longer than its ttl faults, and the next one begins only then', async () => {
  const { functions, inside, leave } = gate();
  const engine = await open({ functions });
  const metadata = { lock: { ...lock.lock, ttl: { seconds: 1 } } };
  const slow = await engine.start({
    definition: definition([{ use: { ...use.use, metadata } }], { name: 'slow' }),
    input: { who: 'slow', id: 7 },
  });
  await until(() => inside().includes('slow'));
  const next = await start(engine, 'next');
  expect(await engine.result(slow)).toMatchObject({ phase: 'faulted', fault: { status: 408 } });
  await until(() => inside().includes('next'));
  leave('next');
  expect(await engine.result(next)).toMatchObject({ output: { token: 2 } });
});

test('holder and queue survive the process; nobody is let in twice', async () => {
  const place = folder();
  const before = gate();
  const first = await place.open({ functions: before.functions });
  const [ada = '', bob = '', eve = ''] = await startInOrder(first, ['ada', 'bob', 'eve']);
  await first.close(0);
  const view = new DatabaseSync(join(place.path, 'journal.db'), { readOnly: true });
  expect({
    ...view.prepare('SELECT tenant, key, token, execution_id, task, waiting FROM resource_locks').get(),
  }).toEqual({
    tenant: 'local',
    key: 'stock-7',
    token: 1,
    execution_id: ada,
    task: 'use',
    waiting: 2,
  });
  view.close();
  const after = gate();
  const second = await place.open({ functions: after.functions });
  for (const [who, id] of [['ada', ada] as const, ['bob', bob] as const, ['eve', eve] as const]) {
    await until(() => after.inside().includes(who));
    expect(after.inside()).toEqual([who]);
    after.leave(who);
    expect(await second.result(id)).toMatchObject({ phase: 'completed' });
  }
  expect(after.entered.map(({ token }) => token)).toEqual([1, 2, 3]);
});

test('what ended while nobody could note it gives the lock up at the next start', async () => {
  const place = folder();
  const before = gate();
  const first = await place.open({ functions: before.functions });
  const [ada = '', bob = ''] = await startInOrder(first, ['ada', 'bob']);
  await first.close(0);
  // The end of the holder is recorded and the process dies before the lock hears of it.
  const { openSqliteJournal } = await import('@batonhq/engine');
  const journal = openSqliteJournal({ directory: place.path });
  const events = await journal.read(ada, { seq: 0 });
  const seq = events.length;
  await journal.commit({
    execution: ada,
    expectedSeq: seq,
    timers: [],
    events: [
      { kind: 'execution.cancelling' } as const,
      { kind: 'task.cancelled', task: 'use', reason: 'test' } as const,
      { kind: 'execution.cancelled' } as const,
    ].map((event, index) => ({ seq: seq + index + 1, at: events.at(-1)?.at ?? 0, event })),
  });
  await journal.close();
  const after = gate();
  const second = await place.open({ functions: after.functions });
  await until(() => after.inside().includes('bob'));
  after.leave('bob');
  expect(await second.result(bob)).toMatchObject({ output: { who: 'bob', token: 2 } });
});

test('a task inside the holder is inside the lock already', async () => {
  const engine = await open();
  const key = { lock: { key: 'same' } };
  const id = await engine.start({
    definition: definition([
      { outer: { do: [{ inner: { set: { token: '${ $lock.token }' }, metadata: key } }], metadata: key } },
    ]),
  });
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: { token: 1 } });
});

test('a read, a pause and a write in many executions lose no update', async () => {
  let stock = 0;
  const engine = await open({
    functions: [
      { name: 'read', run: () => stock },
      { name: 'write', run: (_context, input) => (stock = Number(input) + 1) },
    ],
  });
  const flow = definition([
    {
      change: {
        do: [{ read: { call: 'read' } }, { nap: { wait: { milliseconds: 1 } } }, { write: { call: 'write' } }],
        metadata: { lock: { key: 'stock' } },
      },
    },
  ]);
  const ids = await Promise.all(Array.from({ length: 20 }, () => engine.start({ definition: flow })));
  const results = await Promise.all(ids.map((id) => engine.result(id)));
  expect(results.filter(({ phase }) => phase !== 'completed')).toEqual([]);
  expect(stock).toBe(20);
});
