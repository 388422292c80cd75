/** The SDK: what a program can ask, and that what does not exist yet is refused in plain words. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOrchestrationSystem, type OrchestrationSystem, type SystemOptions } from '@batonhq/baton';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { faulty, hello, listening } from './definitions.ts';

let dataDir = '';
const open: OrchestrationSystem[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'baton-sdk-'));
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((system) => system.close()));
  rmSync(dataDir, { recursive: true, force: true });
});

async function openSystem(options: SystemOptions = {}): Promise<OrchestrationSystem> {
  const system = await createOrchestrationSystem({ dataDir, ...options });
  open.push(system);
  return system;
}

const calling = {
  document: { dsl: '1.0.3', namespace: 'tests', name: 'calling', version: '0.1.0' },
  do: [{ a: { call: 'double', with: { n: '${ .n }' } } }],
};
const double = { name: 'double', run: (_context: unknown, input: unknown) => ({ n: 2 * Number(Object(input).n) }) };

test('a published definition is submitted by name, and its handle has result and events', async () => {
  const system = await openSystem();
  expect(await system.define(hello)).toMatchObject({ namespace: 'tests', name: 'hello', version: '0.1.0' });
  const execution = await system.submitWorkflow({ workflow: 'tests/hello', input: { name: 'Ada' } });
  expect(await execution.result()).toEqual({ phase: 'completed', output: { greeting: 'hello, Ada' } });
  const kinds: string[] = [];
  for await (const { event } of execution.events()) kinds.push(event.kind);
  expect(kinds).toEqual(['execution.started', 'task.completed', 'execution.completed']);
});

test('user and tenant are `local` unless somebody says otherwise', async () => {
  const system = await openSystem();
  await system.define(hello);
  const input = { name: 'Ada' };
  const [own, others] = [
    await system.submitWorkflow({ workflow: 'tests/hello:0.1.0', input }),
    await system.submitWorkflow({ workflow: 'tests/hello', input, user: 'ada', tenant: 'acme', priority: 9 }),
  ];
  expect((await system.getExecution(own.id)).view).toMatchObject({ user: 'local', tenant: 'local', priority: 5 });
  expect((await system.getExecution(others.id)).view).toMatchObject({ user: 'ada', tenant: 'acme', priority: 9 });
});

test('a fault is a result', async () => {
  const system = await openSystem();
  await system.define(faulty);
  const execution = await system.submitWorkflow({ workflow: 'tests/faulty' });
  expect(await execution.result()).toMatchObject({ phase: 'faulted', fault: { status: 418 } });
});

test('functions registered right after the system opened, or given in its options, are there for recovery', async () => {
  const first = await openSystem({ functions: [double] });
  const execution = await first.submitWorkflow({ workflow: calling, input: { n: 4 } });
  expect(await execution.result()).toEqual({ phase: 'completed', output: { n: 8 } });
  await first.close();
  const second = await openSystem();
  second.registerFunction(double);
  const again = await second.submitWorkflow({ workflow: calling, input: { n: 5 } });
  expect(await again.result()).toEqual({ phase: 'completed', output: { n: 10 } });
});

test('with manual recovery nothing moves before start, and reading works', async () => {
  const first = await openSystem();
  await first.define(listening);
  const { id } = await first.submitWorkflow({ workflow: 'tests/listening' });
  await first.close();
  const second = await openSystem({ recovery: 'manual' });
  expect(await second.listExecutions({ phases: ['waiting'] })).toMatchObject([{ id }]);
  expect((await second.getExecution(id)).waitingFor).toMatchObject([{ kind: 'event', types: ['go'] }]);
  await second.start();
  await second.signal(id, 'go', { n: 1 });
  expect(await second.attach(id).result()).toEqual({ phase: 'completed', output: [{ n: 1 }] });
});

test('the same idempotency key is the same execution; pause, resume and cancel do what they say', async () => {
  const system = await openSystem();
  await system.define(listening);
  const request = { workflow: 'tests/listening', idempotencyKey: 'k' };
  const [one, two] = await Promise.all([system.submitWorkflow(request), system.submitWorkflow(request)]);
  expect(two.id).toBe(one.id);
  await system.pause(one.id, 'ada');
  expect((await system.getExecution(one.id)).view.phase).toBe('suspended');
  await system.resume(one.id);
  await system.cancel(one.id);
  expect(await one.result()).toEqual({ phase: 'cancelled' });
  await expect(system.pause(one.id)).rejects.toMatchObject({ name: 'ConflictError' });
  await expect(system.getExecution('nothing')).rejects.toMatchObject({ name: 'NotFoundError' });
});

test('metrics are totals of the journal', async () => {
  const system = await openSystem();
  await Promise.all([system.define(hello), system.define(faulty), system.define(listening)]);
  const [done, broken] = [
    await system.submitWorkflow({ workflow: 'tests/hello', input: { name: 'Ada' } }),
    await system.submitWorkflow({ workflow: 'tests/faulty' }),
  ];
  await Promise.all([done.result(), broken.result()]);
  const { id } = await system.submitWorkflow({ workflow: 'tests/listening' });
  await system.pause(id);
  expect(await system.getSystemMetrics()).toMatchObject({
    totalTasks: 4,
    completedTasks: 2,
    faultedTasks: 1,
    successRate: 2 / 3,
    totalExecutions: 3,
    executions: { completed: 1, faulted: 1, suspended: 1, running: 0 },
    activeAgents: 0,
    systemHealth: 'degraded',
  });
});

test('a second system on the folder is a client of the first', async () => {
  const owner = await openSystem({ functions: [double] });
  const client = await openSystem();
  expect([owner.role, client.role]).toEqual(['owner', 'client']);
  expect(() => client.registerFunction(double)).toThrow(/owned by another process/);
  await expect(openSystem({ functions: [double] })).rejects.toMatchObject({ name: 'RequestError' });
  const execution = await client.submitWorkflow({ workflow: calling, input: { n: 3 } });
  expect(await execution.result()).toEqual({ phase: 'completed', output: { n: 6 } });
  expect(await client.getSystemMetrics()).toMatchObject({ completedTasks: 1 });
});

const refused: readonly (readonly [object, RegExp])[] = [
  [{ loadBalance: true }, /no option `loadBalance`; did you mean `loadBalancing`/],
  [{ dataDri: 'x' }, /no option `dataDri`; did you mean `dataDir`/],
];

test.each(refused)('options %j are refused', async (options, message) => {
  await expect(createOrchestrationSystem({ dataDir, ...options })).rejects.toThrow(message);
});

test('requests for nothing or for two things, and references that are none, are refused', async () => {
  const system = await openSystem();
  await expect(system.submitWorkflow({ workflow: 'a/b', goal: 'make tea' })).rejects.toThrow(/exclude each other/);
  await expect(system.submitWorkflow({})).rejects.toThrow(/nothing to do/);
  await expect(system.submitWorkflow({ workflow: 'tea' })).rejects.toThrow(/namespace\/name/);
  await expect(system.submitWorkflow({ workflow: 'a/b', priority: 11 })).rejects.toThrow(/1 to 10/);
  await expect(system.submitWorkflow({ workflow: 'a/b' })).rejects.toMatchObject({ name: 'NotFoundError' });
});
