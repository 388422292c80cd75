/** Which step begins first where there are more than places: by priority, then what has the longest way before it. */
import { setImmediate as turn } from 'node:timers/promises';
import type { JsonObject } from '@batonhq/core';
import { createEngine, type Engine, type EngineOptions } from '@batonhq/engine';
import { SimulatedClock, SimulatedDisk } from '@batonhq/testing';
import { programOf } from '@batonhq/testing/core';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { Ordering } from '../src/order/ordering.ts';
import { UrgencyQueue, type Urgency } from '../src/order/urgency-queue.ts';

const took: Readonly<Record<string, number>> = { short: 100, long: 2_000 };

interface Place {
  readonly engine: Engine;
  readonly clock: SimulatedClock;
  /** What began, in that order. */
  readonly begun: string[];
  /** Lets time pass until the execution has ended; how long that took. */
  readonly finish: (id: string) => Promise<number>;
}

async function openPlace(options: Partial<EngineOptions> = {}, disk = new SimulatedDisk()): Promise<Place> {
  const clock = new SimulatedClock();
  const begun: string[] = [];
  const engine = await createEngine({
    journal: disk.open(),
    clock,
    limits: { performing: 1 },
    functions: Object.keys(took).map((name) => ({
      name,
      run: (_context: unknown, input: unknown) => {
        begun.push(String(Object(input).as));
        return new Promise<void>((resolve) => clock.setTimer(took[name] ?? 0, () => resolve()));
      },
    })),
    ...options,
  });
  onTestFinished(() => engine.close(0));
  const finish = async (id: string): Promise<number> => {
    let isOver = false;
    void engine.result(id).then(() => (isOver = true));
    for (let looked = 0; looked < 1_000; looked += 1) {
      for (let count = 0; count < 6; count += 1) await turn();
      if (isOver) break;
      clock.fireNext();
    }
    const { view } = await engine.details(id);
    return (view.endedAt ?? Number.NaN) - view.startedAt;
  };
  return { engine, clock, begun, finish };
}

type Branch = readonly [name: string, call: string, metadata?: JsonObject];

function graph(branches: readonly Branch[], name = 'graph'): JsonObject {
  const tasks = branches.map(([as, call, metadata]) => ({
    [as]: { call, with: { as }, ...(metadata !== undefined && { metadata }) },
  }));
  return {
    document: { dsl: '1.0.3', namespace: 'tests', name, version: '1.0.0' },
    do: [{ all: { fork: { branches: tasks } } }],
  };
}

test('the longest way comes first, by the number of steps before anything was learned', async () => {
  const { engine, begun, finish } = await openPlace();
  const chain: readonly Branch[] = [
    ['alone', 'short'],
    ['a', 'short'],
    ['b', 'short', { after: ['a'] }],
    ['c', 'short', { after: ['b'] }],
  ];
  await finish(await engine.start({ definition: graph(chain) }));
  expect(begun).toEqual(['a', 'b', 'alone', 'c']);
});

test('what was learned of a function counts in every definition, and in the next process for the same definition', async () => {
  const disk = new SimulatedDisk();
  const wide: readonly Branch[] = [
    ['s1', 'short'],
    ['s2', 'short', { after: ['s1'] }],
    ['s3', 'short', { after: ['s2'] }],
    ['slow', 'long'],
  ];
  const first = await openPlace({}, disk);
  await first.finish(await first.engine.start({ definition: graph(wide, 'teaching') }));
  expect(first.begun).toEqual(['s1', 's2', 'slow', 's3']);
  await first.finish(await first.engine.start({ definition: graph(wide, 'other') }));
  expect(first.begun.slice(4)).toEqual(['slow', 's1', 's2', 's3']);
  await first.engine.close(0);
  // What began before the journal was read is begun; the rest goes by what the process before has seen.
  const next = await openPlace({}, disk);
  const late: readonly Branch[] = [
    ['s0', 'short'],
    ...wide.map(([as, call, metadata]): Branch => [as, call, metadata ?? {}]),
  ];
  await next.finish(await next.engine.start({ definition: graph(late, 'teaching') }));
  expect(next.begun.indexOf('slow')).toBe(1);
});

test('a task may say its own priority, for all inside it too; the execution says that of the others', async () => {
  const { engine, begun, finish } = await openPlace();
  const urgent: readonly Branch[] = [
    ['a', 'long'],
    ['b', 'long'],
    ['now', 'short', { priority: 9 }],
    ['whenever', 'long', { priority: 1 }],
  ];
  const low = await engine.start({ definition: graph(urgent), priority: 4 });
  const high = await engine.start({ definition: graph([['other', 'short']]), priority: 6 });
  await finish(low);
  await finish(high);
  expect(begun).toEqual(['now', 'other', 'a', 'b', 'whenever']);
});

test('the priority of a definition is that of its executions when nobody says another', async () => {
  const { engine } = await openPlace();
  const document = { dsl: '1.0.3', namespace: 'tests', name: 'pressing', version: '1.0.0', metadata: { priority: 8 } };
  const definition = { document, do: [{ note: { set: { done: true } } }] };
  const ids = [await engine.start({ definition }), await engine.start({ definition, priority: 2 })];
  const rows = await Promise.all(ids.map((id) => engine.details(id)));
  expect(rows.map(({ view }) => view.priority)).toEqual([8, 2]);
});

test('by arrival, what came first is first', async () => {
  const { engine, begun, finish } = await openPlace({ ordering: 'arrival' });
  const chain: readonly Branch[] = [
    ['alone', 'short'],
    ['a', 'short'],
    ['b', 'short', { after: ['a'] }],
  ];
  await finish(await engine.start({ definition: graph(chain) }));
  expect(begun).toEqual(['alone', 'a', 'b']);
});

test('an execution that started long before is not passed by those that have a longer way', async () => {
  const { engine, clock, begun, finish } = await openPlace();
  const taught = await engine.start({
    definition: graph(
      [
        ['x', 'long'],
        ['s', 'short'],
      ],
      'teaching',
    ),
  });
  await finish(taught);
  begun.length = 0;
  const old = await engine.start({
    definition: graph([
      ['x', 'long'],
      ['old', 'short'],
    ]),
  });
  for (let count = 0; count < 6; count += 1) await turn();
  clock.advance(1_999);
  const chain: readonly Branch[] = [
    ['n1', 'short'],
    ['n2', 'short', { after: ['n1'] }],
  ];
  const young = await engine.start({ definition: graph(chain, 'young') });
  await finish(old);
  await finish(young);
  expect(begun).toEqual(['x', 'old', 'n1', 'n2']);
});

test('a program that is revised while it goes on is ordered anew', () => {
  const ordering = new Ordering({ list: async () => [], read: async () => [] }, 'rank');
  const call = { call: 'short' };
  const [before, after] = [programOf([{ a: call }]), programOf([{ a: call }, { added: call }])];
  const resident = { program: before, state: null, order: null };
  const due = (id: string): number => ordering.urgencyOf({ resident, order: { id } }).due;
  expect([due('a'), due('added')]).toEqual([-1_000, 0]);
  resident.program = after;
  expect([due('a'), due('added')]).toEqual([-2_000, -1_000]);
});

test('the queue gives what is most urgent, whatever was put in and taken out before', () => {
  const urgency = fc.record({ priority: fc.integer({ min: 1, max: 3 }), due: fc.integer({ min: 0, max: 5 }) });
  fc.assert(
    fc.property(fc.array(fc.option(urgency, { nil: null })), (wishes) => {
      const queue = new UrgencyQueue<number>();
      const left: { readonly urgency: Urgency; readonly item: number }[] = [];
      for (const [item, wish] of wishes.entries()) {
        if (wish !== null) {
          queue.push(item, wish);
          left.push({ urgency: wish, item });
          continue;
        }
        const [best] = left.toSorted(
          (one, two) => two.urgency.priority - one.urgency.priority || one.urgency.due - two.urgency.due,
        );
        expect(queue.shift()).toBe(best?.item);
        if (best !== undefined) left.splice(left.indexOf(best), 1);
      }
      expect(queue.size).toBe(left.length);
      queue.reorder(() => ({ priority: 1, due: 0 }));
      expect(left.map(() => queue.shift())).toEqual(left.map(({ item }) => item));
    }),
    { numRuns: 200 },
  );
});
