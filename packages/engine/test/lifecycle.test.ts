/** Lifecycle CloudEvents: the types and data of the language, durable, in order, none twice. */
import type { JsonObject } from '@batonhq/core';
import type { Engine } from '@batonhq/engine';
import { expect, test } from 'vitest';
import { definition, folder, open, until } from './open-engine.ts';

const short = (type: string): string => type.replace('io.serverlessworkflow.', '').replace('.v1', '');

async function lifecycleOf(engine: Engine, execution: string): Promise<readonly (readonly [string, JsonObject])[]> {
  const kept = await engine.publishedEvents({ type: 'io.serverlessworkflow.*', subject: execution, limit: 1_000 });
  return kept.map(({ event }) => [short(event.type), event.data as JsonObject] as const);
}

async function told(engine: Engine, execution: string, last: string): Promise<readonly string[]> {
  await until(async () => (await lifecycleOf(engine, execution)).some(([type]) => type === last));
  return (await lifecycleOf(engine, execution)).map(([type]) => type);
}

test('an execution tells of its start and its end, with names, output and error', async () => {
  const engine = await open({ events: { lifecycle: 'executions' } });
  const good = await engine.start({ definition: definition([{ s: { set: { x: 1 } } }], { name: 'good' }), input: {} });
  expect(await told(engine, good, 'workflow.completed')).toEqual(['workflow.started', 'workflow.completed']);
  const [[, started] = ['', {}], [, completed] = ['', {}]] = await lifecycleOf(engine, good);
  expect(started).toEqual({
    name: `good-${good}.test`,
    definition: { namespace: 'test', name: 'good', version: '1.0.0' },
    startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
  });
  expect(completed).toMatchObject({ name: `good-${good}.test`, completedAt: expect.any(String) });
  const raising = [{ r: { raise: { error: { type: 'https://e.example', status: 418, title: 'Teapot' } } } }];
  const bad = await engine.start({ definition: definition(raising, { name: 'bad' }) });
  expect(await told(engine, bad, 'workflow.faulted')).toEqual(['workflow.started', 'workflow.faulted']);
  expect((await lifecycleOf(engine, bad)).at(-1)?.[1]).toMatchObject({
    error: { status: 418, title: 'Teapot', instance: '/do/0/r' },
  });
});

test('tasks tell too: created, started, retried, suspended, resumed, completed, faulted, cancelled, by JSON pointer', async () => {
  const engine = await open({ events: { lifecycle: 'tasks' } });
  const tasks = [
    {
      guard: {
        try: [{ fail: { raise: { error: { type: 'https://e.example', status: 500 } } } }],
        catch: { retry: { limit: { attempt: { count: 1 } } }, do: [{ calm: { wait: { milliseconds: 1 } } }] },
      },
    },
    { nap: { wait: { hours: 1 } } },
  ];
  const id = await engine.start({ definition: definition(tasks, { name: 'busy' }) });
  await until(async () => (await engine.details(id)).waitingFor[0]?.kind === 'timer');
  await engine.pause(id);
  await engine.resume(id);
  await engine.cancel(id);
  await told(engine, id, 'workflow.cancelled');
  const all = await lifecycleOf(engine, id);
  expect(all.map(([type, data]) => (typeof data['task'] === 'string' ? `${type} ${data['task']}` : type))).toEqual([
    'workflow.started',
    'task.created /do/0/guard',
    'task.started /do/0/guard',
    'task.faulted /do/0/guard/try/0/fail',
    'task.retried /do/0/guard',
    'task.faulted /do/0/guard/try/0/fail',
    'task.created /do/0/guard/catch/do/0/calm',
    'task.started /do/0/guard/catch/do/0/calm',
    'task.completed /do/0/guard/catch/do/0/calm',
    'task.completed /do/0/guard',
    'task.created /do/1/nap',
    'task.started /do/1/nap',
    'workflow.suspended',
    'task.suspended /do/1/nap',
    'workflow.resumed',
    'task.resumed /do/1/nap',
    'task.cancelled /do/1/nap',
    'workflow.cancelled',
  ]);
});

test('correlating tells when it begins and what the events had in common', async () => {
  const engine = await open({ events: { lifecycle: 'executions' } });
  const reading = (type: string) => ({ with: { type }, correlate: { room: { from: '.roomid' } } });
  const listen = { listen: { to: { all: [reading('warm'), reading('damp')] } } };
  const id = await engine.start({ definition: definition([{ l: listen }], { name: 'rooms' }) });
  const event = (type: string, roomid: string) => ({ type, roomid, source: '/home' });
  await engine.publishEvent(event('warm', 'kitchen'));
  await engine.publishEvent(event('damp', 'cellar'));
  await engine.publishEvent(event('damp', 'kitchen'));
  expect(await told(engine, id, 'workflow.completed')).toEqual([
    'workflow.started',
    'workflow.correlation-started',
    'workflow.correlation-completed',
    'workflow.completed',
  ]);
  expect((await lifecycleOf(engine, id))[2]?.[1]).toMatchObject({ correlationKeys: { room: 'kitchen' } });
});

test('what happened before a restart is told after it, once; what happened before it was asked for is not', async () => {
  const place = folder();
  const first = await place.open();
  const flow = definition([{ s: { set: { x: 1 } } }], { name: 'flow' });
  const before = await first.start({ definition: flow });
  await first.result(before);
  await first.close();
  const second = await place.open({ events: { lifecycle: 'executions' } });
  const during = await second.start({ definition: flow });
  await told(second, during, 'workflow.completed');
  await second.close();
  const third = await place.open({ events: { lifecycle: 'executions' } });
  const after = await third.start({ definition: flow });
  await told(third, after, 'workflow.completed');
  expect(await lifecycleOf(third, before)).toEqual([]);
  expect(await lifecycleOf(third, during)).toHaveLength(2);
});

test('one execution can listen to the lifecycle of another', async () => {
  const engine = await open({ events: { lifecycle: 'executions' } });
  const filter = { type: 'io.serverlessworkflow.workflow.completed.v1', source: 'baton://test/work' };
  const watcher = await engine.start({
    definition: definition([{ watch: { listen: { to: { one: { with: filter } } } } }], { name: 'watcher' }),
  });
  const worker = await engine.start({ definition: definition([{ s: { set: { x: 1 } } }], { name: 'work' }) });
  expect(await engine.result(watcher)).toMatchObject({ output: [{ name: `work-${worker}.test` }] });
});
