/** An isolated function has a process of its own: whatever it does to it, the engine and the others go on. */
import { fileURLToPath } from 'node:url';
import { SimulatedClock } from '@batonhq/testing';
import { expect, test } from 'vitest';
import { complete, definition, folder, open, until } from './open-engine.ts';

const module = fileURLToPath(new URL('fixtures/isolated.ts', import.meta.url));
const isolated = (name: string, exportName = name) => ({ name, isolate: true, module, exportName });

test('its operations are durable, and it is invoked again in a new process after a wait', async () => {
  const engine = await open({ functions: [isolated('work', 'default')], limits: { idle: 5 } });
  const output = await complete(engine, [{ a: { call: 'work', with: { x: 1 } } }]);
  expect(output).toMatchObject({ both: [1, 2], input: { x: 1 }, key: expect.stringMatching(/:a$/) });
  const { pid, later } = output as { pid: number; later: number };
  expect(pid).not.toBe(process.pid);
  expect(later).not.toBe(pid);
});

test('a step that was recorded is not done again after a restart', async () => {
  const place = folder();
  const clock = new SimulatedClock();
  const options = { functions: [isolated('work', 'default')], clock };
  const engine = await place.open(options);
  const id = await engine.start({ definition: definition([{ a: { call: 'work' } }]) });
  await until(async () => (await engine.details(id)).waitingFor[0]?.kind === 'timer');
  await engine.close(0);
  clock.clear();
  clock.advance(1_000);
  const next = await place.open(options);
  const result = await next.result(id);
  expect(result).toMatchObject({ phase: 'completed', output: { both: [1, 2] } });
});

test(
  'exiting, throwing, dying inside a step and exhausting memory are faults of its task',
  { timeout: 180_000 },
  async () => {
    const engine = await open({ functions: ['exits', 'throws', 'dies', 'hoards'].map((name) => isolated(name)) });
    const outcome = (name: string) => complete(engine, [{ a: { call: name } }]);
    expect(await outcome('exits')).toMatchObject({
      phase: 'faulted',
      fault: { detail: 'the process of the function ended: code 3' },
    });
    expect(await outcome('throws')).toMatchObject({ phase: 'faulted', fault: { detail: 'RangeError: out of range' } });
    expect(await outcome('dies')).toMatchObject({
      phase: 'faulted',
      fault: { detail: 'the process of the function ended: code 4' },
    });
    expect(await outcome('hoards')).toMatchObject({
      phase: 'faulted',
      fault: { detail: expect.stringContaining('the process of the function ended') },
    });
  },
);

test('a function that loops is killed by the time-out of its task', async () => {
  const engine = await open({ functions: [isolated('loops')] });
  const task = { call: 'loops', timeout: { after: { milliseconds: 300 } } };
  expect(await complete(engine, [{ a: task }])).toMatchObject({ phase: 'faulted', fault: { status: 408 } });
});

test('it does not see the secrets of the engine', async () => {
  process.env['BATON_SECRET_TOKEN'] = 'hidden';
  const engine = await open({ functions: [isolated('secret')] });
  expect(await complete(engine, [{ a: { call: 'secret' } }])).toEqual({ seen: null });
  delete process.env['BATON_SECRET_TOKEN'];
});
