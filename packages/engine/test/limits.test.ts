/** What is bounded, and what is said when a bound is reached; what leaves memory, and comes back. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  DiskFullError,
  NotFoundError,
  OverloadedError,
  PayloadError,
  type Engine,
  type FunctionContext,
} from '@batonhq/engine';
import { SimulatedDisk } from '@batonhq/testing';
import { StaleCommitError, type Commit, type Journal } from '@batonhq/core';
import { createEngine } from '@batonhq/engine';
import { expect, onTestFinished, test } from 'vitest';
import { complete, definition, eventsOf, open, until } from './open-engine.ts';

function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

/** An engine on a journal in memory that may refuse commits. */
async function onJournal(change: (journal: Journal) => Partial<Journal>, options: object = {}): Promise<Engine> {
  const journal = new SimulatedDisk().open();
  const methods = change(journal);
  const proxy = new Proxy(journal, { get: (target, name) => Reflect.get(methods, name) ?? bound(target, name) });
  const engine = await createEngine({ journal: proxy, ...options });
  onTestFinished(() => engine.close(0));
  return engine;
}

function bound(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name);
  return typeof value === 'function' ? value.bind(target) : value;
}

test('only so many steps are performed at a time; the others take their turn by priority', async () => {
  const order: string[] = [];
  const first = gate();
  let most = 0;
  let now = 0;
  const work = {
    name: 'work',
    run: async (_context: unknown, input: unknown) => {
      now += 1;
      most = Math.max(most, now);
      order.push((input as { who: string }).who);
      await first.opened;
      now -= 1;
      return {};
    },
  };
  const engine = await open({ functions: [work], limits: { performing: 2 } });
  const flow = definition([{ a: { call: 'work', with: { who: '${ .who }' } } }]);
  const start = (who: string, priority: number) => engine.start({ definition: flow, input: { who }, priority });
  const ids = [
    await start('a', 5),
    await start('b', 5),
    await start('low', 1),
    await start('high', 9),
    await start('middle', 5),
  ];
  expect(order).toEqual(['a', 'b']);
  first.open();
  for (const id of ids) await engine.result(id);
  expect(order).toEqual(['a', 'b', 'high', 'middle', 'low']);
  expect(most).toBe(2);
});

test('a step that lost a race while it waited for its turn does not begin any more', async () => {
  const begun: string[] = [];
  const functions = ['win', 'lose'].map((name) => ({ name, run: () => begun.push(name) }));
  const engine = await open({ functions, limits: { performing: 1 } });
  const branches = ['win', 'lose', 'lose'].map((call, index) => ({ [`b${index}`]: { call } }));
  await complete(engine, [{ race: { fork: { compete: true, branches } } }]);
  await complete(engine, [{ last: { call: 'win' } }]);
  expect(begun).toEqual(['win', 'win']);
});

test('functions that wait take no place from those they wait for', async () => {
  const outer = {
    name: 'outer',
    run: async (context: { call(target: object): Promise<unknown> }) => context.call({ function: 'inner' }),
  };
  const inner = { name: 'inner', run: () => new Promise((resolve) => setTimeout(() => resolve({ ok: true }), 10)) };
  const engine = await open({ functions: [outer, inner], limits: { performing: 1 } });
  const branches = Array.from({ length: 5 }, (_, index) => ({ [`b${index}`]: { call: 'outer' } }));
  expect(await complete(engine, [{ all: { fork: { branches } } }])).toEqual(
    Array.from({ length: 5 }, () => ({ ok: true })),
  );
});

test('starts and commands are refused when there are too many, with a time to try again', async () => {
  const engine = await open({ limits: { starting: 2, pendingTriggers: 1 } });
  const flow = definition([{ nap: { wait: { hours: 1 } } }]);
  await engine.define(flow);
  const starts = await Promise.allSettled(Array.from({ length: 4 }, () => engine.start({ definition: flow })));
  const refused = starts.filter((start) => start.status === 'rejected').map(({ reason }) => reason as OverloadedError);
  expect(refused).toHaveLength(2);
  expect(refused[0]).toBeInstanceOf(OverloadedError);
  expect(refused[0]?.retryAfter).toBeGreaterThan(0);
  const [id] = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const signals = await Promise.allSettled([1, 2, 3].map((n) => engine.signal(id ?? '', { name: 'x', data: n })));
  expect(signals.filter(({ status }) => status === 'rejected')).toHaveLength(2);
});

test('values that are too large, too deep or not JSON are refused before anything is recorded', async () => {
  const engine = await open({
    limits: { payload: 1_000, depth: 20 },
    functions: [
      { name: 'big', run: () => 'x'.repeat(2_000) },
      { name: 'odd', run: () => 10n },
    ],
  });
  const flow = definition([{ nap: { wait: { hours: 1 } } }]);
  let deep: object = {};
  for (let level = 0; level < 30; level += 1) deep = { deep };
  await expect(engine.start({ definition: flow, input: { text: 'x'.repeat(2_000) } })).rejects.toThrow(PayloadError);
  await expect(engine.start({ definition: flow, input: JSON.parse(JSON.stringify(deep)) })).rejects.toThrow(
    PayloadError,
  );
  const id = await engine.start({ definition: flow });
  await expect(engine.signal(id, { name: 'x', data: 'y'.repeat(2_000) })).rejects.toThrow(PayloadError);
  expect(await complete(engine, [{ a: { call: 'big' } }])).toMatchObject({
    phase: 'faulted',
    fault: { detail: 'PayloadError: larger than 1000 bytes' },
  });
  expect(await complete(engine, [{ a: { call: 'odd' } }])).toMatchObject({
    phase: 'faulted',
    fault: { detail: expect.stringContaining('bigint') },
  });
});

test('what JSON leaves out is left out, and a key called __proto__ is data', async () => {
  const output = JSON.parse('{"__proto__": {"polluted": true}, "n": 1}');
  const odd = {
    name: 'odd',
    run: () => ({ date: new Date(0), gone: undefined, nan: Number.NaN, list: [undefined, 1], data: output }),
  };
  const engine = await open({ functions: [odd] });
  const result = (await complete(engine, [{ a: { call: 'odd' } }])) as { data: object };
  expect(JSON.stringify(result)).toBe(
    '{"date":"1970-01-01T00:00:00.000Z","nan":null,"list":[null,1],"data":{"__proto__":{"polluted":true},"n":1}}',
  );
  expect(Object.getPrototypeOf(result.data)).toBe(Object.prototype);
});

test(
  'a full disk refuses what was asked and stops nothing: what was under way goes on when there is room',
  { timeout: 20_000 },
  async () => {
    let isFull = false;
    const work = gate();
    const engine = await onJournal(
      (journal) => ({
        commit: (commit: Commit) => (isFull ? Promise.reject(new DiskFullError('here')) : journal.commit(commit)),
      }),
      {
        functions: [{ name: 'work', run: () => work.opened.then(() => ({ done: true })) }],
      },
    );
    const id = await engine.start({
      definition: definition([{ a: { call: 'work' } }, { b: { set: { after: '${ .done }' } } }]),
    });
    isFull = true;
    await expect(engine.pause(id)).rejects.toThrow(DiskFullError);
    work.open();
    await expect(
      engine.start({ definition: definition([{ a: { set: { x: 1 } } }], { name: 'other' }) }),
    ).rejects.toThrow(DiskFullError);
    await new Promise((resolve) => setTimeout(resolve, 50));
    isFull = false;
    expect(await engine.result(id)).toEqual({ phase: 'completed', output: { after: true } });
    const events = await eventsOf(engine, id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  },
);

test(
  'what the engine itself has to record waits for room on a full disk: timers, ends of children, claims, events',
  { timeout: 60_000 },
  async () => {
    let isFull = false;
    const { opened, open: goOn } = gate();
    const outer = {
      name: 'outer',
      run: async (context: FunctionContext) => {
        await opened;
        return context.step('after', () => 'claimed');
      },
    };
    const fatal: unknown[] = [];
    const engine = await onJournal(
      (journal) => ({
        commit: (commit: Commit) => (isFull ? Promise.reject(new DiskFullError('here')) : journal.commit(commit)),
      }),
      { functions: [outer], onFatal: (error: unknown) => fatal.push(error) },
    );
    const naps = definition([{ nap: { wait: { milliseconds: 50 } } }, { done: { set: { slept: true } } }], {
      name: 'naps',
    });
    await engine.define(naps);
    const child = { run: { workflow: { namespace: 'test', name: 'naps', version: '1.0.0' } } };
    const branches = [{ function: { call: 'outer' } }, { child }];
    const id = await engine.start({ definition: definition([{ both: { fork: { branches } } }], { name: 'parent' }) });
    await until(async () => (await engine.list()).length === 2);
    isFull = true;
    goOn();
    await new Promise((resolve) => setTimeout(resolve, 200));
    isFull = false;
    expect(await engine.result(id)).toEqual({ phase: 'completed', output: ['claimed', { slept: true }] });
    expect(fatal).toEqual([]);
  },
);

test('an execution that another owner has taken is dropped: its steps are aborted and nothing of it is acknowledged', async () => {
  let isStale = false;
  let aborted = false;
  const warnings: unknown[] = [];
  const stuck = {
    name: 'stuck',
    run: (context: { readonly signal: AbortSignal }) =>
      new Promise((resolve) => context.signal.addEventListener('abort', () => resolve((aborted = true)))),
  };
  const engine = await onJournal(
    (journal) => ({
      commit: (commit: Commit) =>
        isStale ? Promise.reject(new StaleCommitError(commit.execution, commit.expectedSeq)) : journal.commit(commit),
    }),
    {
      functions: [stuck],
      onWarning: (error: unknown) => warnings.push(error),
    },
  );
  const id = await engine.start({ definition: definition([{ a: { call: 'stuck' } }]) });
  isStale = true;
  await expect(engine.pause(id)).rejects.toThrow(StaleCommitError);
  expect(aborted).toBe(true);
  expect(warnings).toHaveLength(1);
});

test('a journal that fails stops everything, and nothing is acknowledged any more', async () => {
  const fatal: unknown[] = [];
  const { JournalFailedError } = await import('@batonhq/core');
  let isBroken = false;
  const engine = await onJournal(
    (journal) => ({
      commit: (commit: Commit) =>
        isBroken ? Promise.reject(new JournalFailedError('sync failed')) : journal.commit(commit),
    }),
    {
      onFatal: (error: unknown) => fatal.push(error),
    },
  );
  const id = await engine.start({ definition: definition([{ nap: { wait: { hours: 1 } } }]) });
  const waiting = engine.result(id);
  isBroken = true;
  await expect(engine.pause(id)).rejects.toThrow(JournalFailedError);
  expect(fatal).toHaveLength(1);
  await expect(waiting).rejects.toThrow('the engine is closed');
  await expect(engine.resume(id)).rejects.toThrow('the engine is closed');
});

test('executions that wait leave memory, whatever they wait for', async () => {
  const ear = { name: 'ear', run: (context: { waitFor(name: string): Promise<unknown> }) => context.waitFor('go') };
  const engine = await open({ functions: [ear], limits: { idle: 20, starting: 10_000 } });
  const flows = [
    definition([{ nap: { wait: { hours: 5 } } }], { name: 'nap' }),
    definition([{ hear: { call: 'ear' } }], { name: 'hear' }),
  ];
  for (const flow of flows) await engine.define(flow);
  const start = (flow: number) => engine.start({ definition: flows[flow] ?? {} });
  await Promise.all(Array.from({ length: 400 }, (_, index) => start(index % 2)));
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const size = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = size();
  const ids = await Promise.all(Array.from({ length: 3_000 }, (_, index) => start(index % 2)));
  // How soon they leave depends on how busy the machine is; that they do, and what stays, does not.
  await expect.poll(() => (size() - before) / ids.length, { timeout: 30_000, interval: 300 }).toBeLessThan(600);
  await engine.signal(ids[1] ?? '', { name: 'go', data: 'woken' });
  expect(await engine.result(ids[1] ?? '')).toEqual({ phase: 'completed', output: 'woken' });
});

test('commands for an execution that does not exist change nothing', async () => {
  const engine = await open();
  await expect(engine.cancel('ghost')).rejects.toThrow(NotFoundError);
  await until(async () => (await engine.list()).length === 0);
});

test('a value that an expression nests without end is a fault, at once and over many steps', async () => {
  const engine = await open();
  const fault = { phase: 'faulted', fault: { detail: expect.stringContaining('nested deeper than 500 levels') } };
  const grown = [
    { nap: { wait: { milliseconds: 1 } } },
    { grow: { set: { x: '${ reduce range(5000) as $i (1; [.]) }' } } },
  ];
  expect(await complete(engine, grown)).toMatchObject(fault);
  const growing = { for: { each: 'i', in: '${ [range(300)] }' }, do: [{ more: { set: { x: '${ [[.x]] }' } } }] };
  expect(await complete(engine, [{ growing }])).toMatchObject(fault);
});
