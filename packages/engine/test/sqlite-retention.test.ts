/** Retention drops finished executions whole: never an open one or what one waits for, and the facts about them stay. */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { applyRetention, ExecutionDroppedError, FolderInUseError, verifyFolder } from '@batonhq/engine';
import { expect, test } from 'vitest';
import { compileEntry } from './compile-entry.ts';
import { definition, folder } from './open-engine.ts';

const patient = { timeout: 60_000 };

const day = 24 * 3_600_000;
const large = 'x'.repeat(50_000);
const echo = definition([{ keep: { set: { value: '${ .value }' } } }]);
const listening = definition([{ hear: { listen: { to: { one: { with: { type: 'go' } } } } } }], { name: 'listening' });

function count(directory: string, sql: string): number {
  const database = new DatabaseSync(join(directory, 'journal.db'), { readOnly: true });
  const { number } = database.prepare(`SELECT count(*) AS number FROM ${sql}`).get() ?? {};
  database.close();
  return Number(number);
}

test('what is finished and too old is gone, its key stays taken, and everything else is as it was', async () => {
  const place = folder();
  const { path } = place;
  const engine = await place.open();
  const old = await engine.start({ definition: echo, input: { value: large }, idempotencyKey: 'once', user: 'ada' });
  await engine.result(old);
  const waiting = await engine.start({ definition: listening });
  expect(() => applyRetention(path, { keepFor: 0 }, { now: Date.now() })).toThrow(FolderInUseError);
  await engine.close();

  const later = Date.now() + 2 * day;
  expect(applyRetention(path, { keepFor: 3 * day }, { now: later }).dropped).toEqual([]);
  expect(applyRetention(path, { keepFor: day }, { now: later, dryRun: true })).toEqual({ dropped: [old], events: 3 });
  expect(count(path, 'blobs')).toBe(1);
  expect(applyRetention(path, { keepFor: day }, { now: later })).toEqual({ dropped: [old], events: 3 });
  expect(count(path, 'blobs')).toBe(0);
  expect(
    count(path, `dropped_executions WHERE id = '${old}' AND user = 'ada' AND phase = 'completed' AND events = 3`),
  ).toBe(1);
  expect(verifyFolder({ directory: path, compile: compileEntry })).toMatchObject({ executions: 1, findings: [] });

  const again = await place.open();
  expect((await again.list()).map(({ id }) => id)).toEqual([waiting]);
  const asked = [
    () => again.details(old),
    () => again.result(old),
    () => again.cancel(old),
    () => again.branchOff({ execution: old, from: 'keep' }),
    () => again.start({ definition: echo, input: { value: large }, idempotencyKey: 'once' }),
    () => again.start({ definition: echo, id: old }),
    async () => {
      for await (const _ of again.events(old)) break;
    },
  ];
  for (const ask of asked) await expect(ask()).rejects.toThrow(ExecutionDroppedError);
  await again.signal(waiting, { name: 'go' });
  expect((await again.result(waiting)).phase).toBe('completed');
  const fresh = await again.start({ definition: echo, input: { value: 1 } });
  expect(await again.result(fresh)).toEqual({ phase: 'completed', output: { value: 1 } });
});

test('the last so many are kept, and so is the child that an open execution waits for', async () => {
  const place = folder();
  const { path } = place;
  const engine = await place.open();
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    const id = await engine.start({ definition: echo, input: { value: index } });
    await engine.result(id);
    ids.push(id);
  }
  await engine.define(echo);
  const run = { run: { workflow: { namespace: 'test', name: 'flow', version: '1.0.0', input: { value: 9 } } } };
  const parent = await engine.start({
    definition: definition([{ child: run }, { hear: { listen: { to: { one: { with: { type: 'go' } } } } } }], {
      name: 'parent',
    }),
  });
  await expect.poll(async () => (await engine.details(parent)).view.phase, patient).toBe('waiting');
  await engine.close();
  const { dropped } = applyRetention(path, { keepLast: 2 }, { now: Date.now() });
  expect(dropped).toEqual(ids.slice(0, 3));
  expect(applyRetention(path, { keepFor: 0 }, { now: Date.now() + 1 }).dropped).toEqual(ids.slice(3));
  expect(count(path, 'executions')).toBe(2);
  expect(verifyFolder({ directory: path, compile: compileEntry }).findings).toEqual([]);
});
