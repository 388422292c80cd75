/** Workflows that run workflows. */
import { expect, test } from 'vitest';
import { definition, folder, open, until } from './open-engine.ts';

const child = (more: object = {}) => ({
  run: { workflow: { namespace: 'test', name: 'inner', version: '1.0.0', ...more } },
});

test('a parent gets the output of its child, and a fault as a fault', async () => {
  const engine = await open();
  await engine.define(
    definition(
      [
        { a: { if: '${ .n < 0 }', raise: { error: { type: 'https://example.com/negative', status: 422 } } } },
        { b: { set: { twice: '${ .n * 2 }' } } },
      ],
      { name: 'inner' },
    ),
  );
  const outer = (n: number) =>
    engine.start({
      definition: definition([{ inner: child({ input: { n: '${ .n }' } }) }], { name: 'outer' }),
      input: { n },
    });
  expect(await engine.result(await outer(4))).toEqual({ phase: 'completed', output: { twice: 8 } });
  expect(await engine.result(await outer(-1))).toMatchObject({
    phase: 'faulted',
    fault: { type: 'https://example.com/negative', status: 422 },
  });
});

test('a parent that does not wait goes on with its own input', async () => {
  const engine = await open();
  await engine.define(definition([{ nap: { wait: { hours: 1 } } }], { name: 'inner' }));
  const task = { run: { await: false, ...child().run } };
  const id = await engine.start({ definition: definition([{ inner: task }], { name: 'outer' }), input: { n: 1 } });
  expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
  expect(await engine.list({ name: 'inner' })).toMatchObject([{ phase: 'waiting', parent: null }]);
});

test('cancelling a parent cancels its child and ends after it', async () => {
  const engine = await open({ limits: { idle: 5 } });
  await engine.define(definition([{ nap: { wait: { hours: 1 } } }], { name: 'inner' }));
  const id = await engine.start({ definition: definition([{ inner: child() }], { name: 'outer' }) });
  await until(async () => (await engine.list({ name: 'inner' })).length === 1);
  await new Promise((resolve) => setTimeout(resolve, 30));
  await engine.cancel(id);
  expect(await engine.result(id)).toEqual({ phase: 'cancelled' });
  const [inner] = await engine.list({ name: 'inner' });
  const outer = (await engine.details(id)).view;
  expect(inner).toMatchObject({ phase: 'cancelled', parent: id });
  expect(inner?.endedAt).toBeLessThanOrEqual(outer.endedAt ?? 0);
});

test('a child that goes on in the next process ends its parent there, wherever the first one stopped', async () => {
  const place = folder();
  const engine = await place.open();
  await engine.define(
    definition([{ nap: { wait: { milliseconds: 80 } } }, { b: { set: { awake: true } } }], { name: 'inner' }),
  );
  const id = await engine.start({ definition: definition([{ inner: child() }], { name: 'outer' }) });
  await engine.close(0);
  const next = await place.open();
  expect(await next.result(id)).toEqual({ phase: 'completed', output: { awake: true } });
  expect(await next.list({ name: 'inner' })).toHaveLength(1);
});

test('a workflow that nobody published suspends its caller until it is there', async () => {
  const engine = await open();
  const id = await engine.start({ definition: definition([{ inner: child() }], { name: 'outer' }) });
  await until(async () => (await engine.details(id)).view.phase === 'suspended');
  await engine.define(definition([{ b: { set: { ok: true } } }], { name: 'inner' }));
  await engine.resume(id);
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: { ok: true } });
});

test('a workflow that calls itself without end is stopped', async () => {
  const engine = await open();
  await engine.define(definition([{ again: child() }], { name: 'inner' }));
  const id = await engine.start({ definition: { namespace: 'test', name: 'inner' } });
  expect(await engine.result(id)).toMatchObject({
    phase: 'faulted',
    fault: { detail: expect.stringContaining('deep') },
  });
});
