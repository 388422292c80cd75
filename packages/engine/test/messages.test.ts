/** Signals and CloudEvents reach the executions that wait for them, once. */
import { expect, test } from 'vitest';
import { definition, eventsOf, folder, open, until } from './open-engine.ts';

const listening = (type: string, name = 'listener') =>
  definition([{ hear: { listen: { to: { one: { with: { type } } } } } }], { name });

test('a signal wakes the listen that waits for it', async () => {
  const engine = await open({ limits: { idle: 5 } });
  const id = await engine.start({ definition: listening('order.paid') });
  await new Promise((resolve) => setTimeout(resolve, 30));
  await engine.signal(id, { name: 'something.else', data: 1 });
  await engine.signal(id, { name: 'order.paid', data: { amount: 9 } });
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: [{ amount: 9 }] });
});

test('a signal that comes before anybody waits is kept, and a repeated one counts once', async () => {
  const engine = await open();
  const flow = definition([
    { nap: { wait: { milliseconds: 60 } } },
    { hear: { listen: { to: { all: [{ with: { type: 'a' } }, { with: { type: 'b' } }] } } } },
  ]);
  const id = await engine.start({ definition: flow });
  for (let sent = 0; sent < 3; sent += 1) await engine.signal(id, { name: 'a', id: 'one', data: sent });
  await engine.signal(id, { name: 'b', data: 'b' });
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: [0, 'b'] });
  expect((await eventsOf(engine, id)).filter(({ event }) => event.kind === 'signal.received')).toHaveLength(2);
});

test('emit reaches every listener of the type, also those that left memory', async () => {
  const place = folder();
  const engine = await place.open({ limits: { idle: 5 } });
  const ids = await Promise.all(Array.from({ length: 20 }, () => engine.start({ definition: listening('news') })));
  const deaf = await engine.start({ definition: listening('other', 'deaf') });
  await new Promise((resolve) => setTimeout(resolve, 40));
  const emit = {
    emit: { event: { with: { type: 'news', source: 'https://example.com', data: { head: '${ .head }' } } } },
  };
  const emitter = await engine.start({
    definition: definition([{ tell: emit }, { done: { set: { told: true } } }], { name: 'emitter' }),
    input: { head: 'line' },
  });
  expect(await engine.result(emitter)).toMatchObject({ output: { told: true } });
  for (const id of ids) expect(await engine.result(id)).toEqual({ phase: 'completed', output: [{ head: 'line' }] });
  expect((await engine.details(deaf)).view.phase).toBe('waiting');
});

test('a durable function that waits hears what is emitted', async () => {
  const engine = await open({
    functions: [{ name: 'ear', run: (context) => context.waitFor('news') }],
    limits: { idle: 5 },
  });
  const id = await engine.start({ definition: definition([{ hear: { call: 'ear' } }], { name: 'ear' }) });
  await until(async () => (await engine.details(id)).waitingFor[0]?.kind === 'event');
  await new Promise((resolve) => setTimeout(resolve, 30));
  const emit = { emit: { event: { with: { type: 'news', source: 'https://example.com', data: 7 } } } };
  await engine.start({ definition: definition([{ tell: emit }], { name: 'emitter' }) });
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: 7 });
});
