/** What somebody is told rests on what is durable, also when nothing of their own had to be recorded. */
import { JournalFailedError, type Commit } from '@batonhq/core';
import { createEngine, DiskFullError, OverloadedError, type Engine, type EngineOptions } from '@batonhq/engine';
import { SimulatedDisk } from '@batonhq/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { definition, open } from './open-engine.ts';

const nap = definition([{ nap: { wait: { hours: 1 } } }]);

/** An engine whose commits fail with `failure.reason` as long as there is one. */
async function failing(options: Partial<EngineOptions> = {}) {
  const failure: { reason: Error | null } = { reason: null };
  const journal = new SimulatedDisk().open();
  const commit = journal.commit.bind(journal);
  journal.commit = (what: Commit) => (failure.reason === null ? commit(what) : Promise.reject(failure.reason));
  const engine = await createEngine({ journal, onFatal: () => undefined, ...options });
  onTestFinished(() => engine.close(0));
  return { engine, failure };
}

/** The same message twice at the same time: the second changes nothing, and rests on the first. */
function sendTwice(engine: Engine, id: string) {
  const send = (): Promise<void> => engine.signal(id, { name: 'go', id: 'once' });
  return Promise.allSettled([send(), send()]);
}

test('asking twice for the same at the same time is answered twice, also when the execution leaves memory by it', async () => {
  const engine = await open();
  const id = await engine.start({ definition: nap });
  await Promise.all([engine.cancel(id), engine.cancel(id)]);
  expect((await engine.result(id)).phase).toBe('cancelled');
});

test('a duplicate of what a full disk refused is refused too, and can be sent again', async () => {
  const { engine, failure } = await failing();
  const id = await engine.start({ definition: nap });
  failure.reason = new DiskFullError('here');
  const [first, second] = await sendTwice(engine, id);
  expect(first).toMatchObject({ status: 'rejected', reason: failure.reason });
  expect(second).toMatchObject({ status: 'rejected', reason: expect.any(OverloadedError) });
});

test('after the journal failed a duplicate is not acknowledged either', async () => {
  const { engine, failure } = await failing();
  const id = await engine.start({ definition: nap });
  failure.reason = new JournalFailedError('sync failed');
  const answers = await sendTwice(engine, id);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('however few may rest in memory, an execution that was brought there is used before it leaves', async () => {
  const journal = new SimulatedDisk().open();
  const engine = await createEngine({ journal, limits: { resting: 1, idle: 1 } });
  onTestFinished(() => engine.close(0));
  const ids: string[] = [];
  for (let count = 0; count < 20; count += 1) ids.push(await engine.start({ definition: nap }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const load = vi.spyOn(journal, 'load');
  await Promise.all(ids.map((id) => engine.cancel(id)));
  expect(load).toHaveBeenCalledTimes(ids.length);
});
