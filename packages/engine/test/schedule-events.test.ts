/** CloudEvents start executions: once each, from wherever they come, and what was published before a crash is not lost. */
import type { JsonObject } from '@batonhq/core';
import { expect, test, vi } from 'vitest';
import { definition, folder, open, until } from './open-engine.ts';

/** The machine may be busy. */
const patience = 50_000;
vi.setConfig({ testTimeout: 2 * patience });

const order = (id: string, type = 'order.placed'): JsonObject => ({
  type,
  source: 'https://shop.example',
  id,
  data: { customer: id[0] ?? '' },
});
const kept = [{ keep: { set: { events: '${ [.[] | .id] }' } } }];
const listening = (on: object): JsonObject => definition(kept, { name: 'answer', schedule: { on } });

/** What the executions of the definition put out, in the order they started. */
async function outputs(engine: Awaited<ReturnType<typeof open>>): Promise<unknown[]> {
  const views = await engine.list({ name: 'answer', phases: ['completed'] });
  return views.toReversed().map(({ output }) => output);
}

test('each event that fits starts one execution with the event as its input, sent again it starts none', async () => {
  const engine = await open();
  await engine.define(listening({ one: { with: { type: 'order.placed' } } }));
  for (const event of [order('1'), order('2', 'order.paid'), order('1'), order('3')]) await engine.publishEvent(event);
  await until(async () => (await outputs(engine)).length === 2, patience);
  expect(await outputs(engine)).toEqual([{ events: ['1'] }, { events: ['3'] }]);
  const [last] = await engine.list({ name: 'answer', limit: 1 });
  expect((await engine.details(last?.id ?? '')).schedule).toMatchObject({ id: 'test/answer', cause: 'event' });
});

test('events that belong together start one execution, also over a restart', async () => {
  const place = folder();
  const before = await place.open();
  const correlate = { customer: { from: '.data.customer' } };
  const all = ['order.placed', 'order.paid'].map((type) => ({ with: { type }, correlate }));
  await before.define(listening({ all }));
  await before.publishEvent(order('a1'));
  await before.publishEvent(order('b2', 'order.paid'));
  await before.close();
  const after = await place.open();
  await after.publishEvent(order('a3', 'order.paid'));
  await until(async () => (await outputs(after)).length === 1, patience);
  expect(await outputs(after)).toEqual([{ events: ['a1', 'a3'] }]);
});

test('events until one says that there are enough of them, also over a restart', async () => {
  const place = folder();
  const before = await place.open();
  const closed = { one: { with: { type: 'shop.closed' } } };
  await before.define(listening({ any: [{ with: { type: 'order.placed' } }], until: closed }));
  for (const id of ['1', '2', '1']) await before.publishEvent(order(id));
  await before.close();
  const after = await place.open();
  for (const event of [order('3'), order('4', 'shop.closed'), order('5')]) await after.publishEvent(event);
  await until(async () => (await outputs(after)).length === 1, patience);
  expect(await outputs(after)).toEqual([{ events: ['1', '2', '3'] }]);
});

test('an event that a workflow emits starts another one', async () => {
  const engine = await open();
  await engine.define(listening({ any: [{ with: { type: 'order.paid' } }, { with: { type: 'order.placed' } }] }));
  const emitting = definition([
    { tell: { emit: { event: { with: { type: 'order.placed', source: 'https://shop.example', id: '9' } } } } },
  ]);
  await engine.result(await engine.start({ definition: emitting }));
  await until(async () => (await outputs(engine)).length === 1, patience);
  expect(await outputs(engine)).toEqual([{ events: ['9'] }]);
});
