/** An execution leaves memory only while nothing goes on for it, however much memory is wanted for others. */
import type { Json } from '@batonhq/core';
import { createEngine, type Engine, type FunctionDefinition } from '@batonhq/engine';
import { SimulatedDisk } from '@batonhq/testing';
import { expect, onTestFinished, test } from 'vitest';
import { definition, until } from './open-engine.ts';

/** `resting` executions may stay in memory: with none, whatever looks idle for a moment is gone in that moment. */
async function engineOn(disk: SimulatedDisk, functions: readonly FunctionDefinition[], resting = 0): Promise<Engine> {
  const engine = await createEngine({ journal: disk.open(), functions, limits: { resting, idle: 60_000 } });
  onTestFinished(() => engine.close(0).catch(() => undefined));
  return engine;
}

const flow = definition([{ task: { call: 'flow' } }]);
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

const charging = (body: () => Promise<Json>): FunctionDefinition => ({
  name: 'flow',
  run: (context) => context.step('charge', body, { repeat: 'never' }),
});

/** Its process dies while the code of `charge` runs, which must not be repeated. */
async function chargeCutShort(resting: number) {
  const disk = new SimulatedDisk();
  let began = false;
  const hangs = (): Promise<Json> => {
    began = true;
    return new Promise(() => undefined);
  };
  const id = await (await engineOn(disk, [charging(hangs)])).start({ definition: flow });
  await until(() => began);
  disk.crash();
  const engine = await engineOn(disk, [charging(() => soon().then(() => 'charged'))], resting);
  await until(async () => (await engine.details(id)).waitingFor.some(({ kind }) => kind === 'settlement'));
  return { engine, id };
}

test('a durable function goes on after what it called has ended, though its execution seemed to rest', async () => {
  const functions: FunctionDefinition[] = [
    { name: 'inner', run: () => soon().then(() => 'inner') },
    { name: 'flow', run: async (context) => [await context.call({ function: 'inner' }), 'outer'] },
  ];
  const engine = await engineOn(new SimulatedDisk(), functions);
  const id = await engine.start({ definition: flow });
  expect(await engine.result(id)).toMatchObject({ output: ['inner', 'outer'] });
});

test('the code of a step that a person lets run again stays until it has ended', async () => {
  const { engine, id } = await chargeCutShort(1);
  await engine.settle(id, 'task|charge#0', { by: 'ada', decision: { kind: 'repeat' } });
  await engine.start({ definition: definition([{ nap: { wait: { hours: 1 } } }], { name: 'pushes-others-out' }) });
  expect(await engine.result(id)).toMatchObject({ phase: 'completed', output: 'charged' });
});

test('the row of an execution says that it waits while a function that was invoked again only waits for a person', async () => {
  const { engine, id } = await chargeCutShort(0);
  const [row] = await engine.list();
  expect(row?.phase).toBe((await engine.details(id)).view.phase);
});
