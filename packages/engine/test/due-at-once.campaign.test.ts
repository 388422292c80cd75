/** Very much is due at the same moment: all of it happens, once, and others get their turn before it is over. */
import { SimulatedClock } from '@batonhq/testing';
import { expect, test } from 'vitest';
import type { Engine } from '@batonhq/engine';
import { definition, folder, until } from './open-engine.ts';

const hour = 3_600_000;
const group = 500;

async function inGroups(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += group)
    await Promise.all(Array.from({ length: group }, (_, index) => work(from + index)));
}

/** How many executions that have nothing to do with it come to their end while something else is not over. */
async function othersUntil(engine: Engine, isOver: () => Promise<boolean>): Promise<number> {
  for (let others = 0; ; others += 1) {
    if (await isOver()) return others;
    const id = await engine.start({ definition: definition([{ note: { set: { passed: true } } }], { name: 'other' }) });
    expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
  }
}

test('ten thousand waits end at one instant', async () => {
  const clock = new SimulatedClock();
  const engine = await folder().open({ clock });
  const nap = definition([{ nap: { wait: { hours: 1 } } }], { name: 'nap' });
  await inGroups(10_000, (index) => engine.start({ definition: nap, id: `nap-${index}` }));
  clock.advance(hour);
  const woken = Promise.all(Array.from({ length: 10_000 }, (_, index) => engine.result(`nap-${index}`)));
  let isOver = false;
  void woken.then(() => (isOver = true));
  const others = await othersUntil(engine, async () => isOver);
  expect(new Set((await woken).map(({ phase }) => phase))).toEqual(new Set(['completed']));
  expect(others).toBeGreaterThan(10);
});

test('three thousand schedules start executions at one instant, each one', async () => {
  const clock = new SimulatedClock();
  const engine = await folder().open({ clock });
  const hourly = (name: string) =>
    definition([{ note: { set: { started: true } } }], { name, schedule: { cron: '0 * * * *' } });
  await inGroups(3_000, (index) => engine.define(hourly(`report-${index}`)));
  clock.advance(hour);
  const started = async () =>
    (await engine.list({ phases: ['completed'], limit: 9_999 })).flatMap(({ definition: { name } }) =>
      name === 'other' ? [] : [name],
    );
  const others = await othersUntil(engine, async () => (await started()).length >= 3_000);
  expect(new Set(await started()).size).toBe(3_000);
  await until(async () =>
    (await engine.schedules.list()).every(({ open, counts }) => open.length === 0 && counts.started === 1),
  );
  expect(others).toBeGreaterThan(1);
});
