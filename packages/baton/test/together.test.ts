/** Executions and agents share values without overwriting each other, write to each other, and tables say who and whence. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startScriptedModel, type Script } from '@batonhq/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createOrchestrationSystem, type OrchestrationSystem } from '../src/index.ts';

async function open(script: Script = () => ({ text: 'yes' })): Promise<OrchestrationSystem> {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-together-'));
  const model = await startScriptedModel(script);
  const system = await createOrchestrationSystem({
    dataDir,
    models: [`${model.address}#scripted`],
    egress: { allow: ['127.0.0.1'] },
  });
  onTestFinished(async () => {
    await system.close(0);
    await model.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return system;
}

async function finish(system: OrchestrationSystem, tasks: readonly object[]) {
  const workflow = JSON.parse(
    JSON.stringify({ document: { dsl: '1.0.3', namespace: 'tests', name: 'share', version: '1.0.0' }, do: tasks }),
  );
  const execution = await system.submitWorkflow({ workflow });
  return { id: execution.id, ...(await execution.result()) };
}

function query(system: OrchestrationSystem, sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(join(system.dataDir, 'journal.db'), { readOnly: true });
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
}

/** Calls these tools one after the other, then says what the last one brought. */
const using =
  (...calls: readonly { readonly name: string; readonly arguments: object }[]): Script =>
  ({ messages }) => {
    const results = messages.filter(({ role }) => role === 'tool');
    const next = calls[results.length];
    return next === undefined ? { text: String(results.at(-1)?.content) } : { calls: [next] };
  };

test('a definition writes, another reads; who wrote without having read is refused, and that is recorded', async () => {
  const system = await open();
  const write = (value: string, more: object = {}) => ({
    call: 'context_write',
    with: { key: 'plan', scope: 'tenant', value, origin: 'web', source: 'https://example.com/', ...more },
  });
  const first = await finish(system, [
    { write: write('one') },
    { read: { call: 'context_read', with: { key: 'plan', scope: 'tenant' } } },
  ]);
  expect(first).toMatchObject({
    phase: 'completed',
    output: {
      found: true,
      value: 'one',
      version: 1,
      origin: { kind: 'web', source: 'https://example.com/' },
      by: { execution: first.id, task: 'write' },
      conflicts: [],
    },
  });
  const late = await finish(system, [{ write: write('two') }]);
  expect(late).toMatchObject({ phase: 'faulted', fault: { status: 409 } });
  expect(late.phase === 'faulted' && late.fault.detail).toContain('version 1 is there');
  expect(query(system, 'SELECT * FROM shared_context')).toEqual([
    expect.objectContaining({
      tenant: 'local',
      scope: 'tenant',
      key: 'plan',
      value: '"one"',
      version: 1,
      origin: 'web',
      execution_id: first.id,
      conflicts: 1,
    }),
  ]);
  expect(await finish(system, [{ write: write('two', { expected: 1, resolves: [2] }) }])).toMatchObject({
    output: { version: 3 },
  });
  expect(query(system, 'SELECT value, conflicts FROM shared_context')).toEqual([{ value: '"two"', conflicts: 0 }]);
});

test('what many write at once is joined, none of it lost; an execution has values of its own', async () => {
  const system = await open();
  const branches = Array.from({ length: 20 }, (_, n) => ({
    [`b${n}`]: { call: 'context_write', with: { key: 'found', value: [n], merge: 'append' } },
  }));
  const done = await finish(system, [
    { all: { fork: { branches } } },
    { read: { call: 'context_read', with: { key: 'found' } } },
  ]);
  expect(done.phase).toBe('completed');
  const value = done.phase === 'completed' && Object(done.output).value;
  expect([...value].toSorted((left: number, right: number) => left - right)).toEqual(branches.map((_, n) => n));
  expect(await finish(system, [{ read: { call: 'context_read', with: { key: 'found' } } }])).toMatchObject({
    output: { found: false },
  });
});

test('what an agent writes is marked as a model’s, with what it had read; it cannot say otherwise', async () => {
  const forged = { agent: 'boss', read: [], chain: [] };
  const system = await open(
    using(
      { name: 'stock', arguments: {} },
      { name: 'context_write', arguments: { key: 'stock', value: 12, signed: forged } },
      { name: 'context_read', arguments: { key: 'stock' } },
    ),
  );
  system.registerTool({ name: 'stock', description: 'Stock', input: { type: 'object' }, run: () => ({ pieces: 12 }) });
  const tools = ['stock', 'context_read', 'context_write'];
  system.registerAgent({ name: 'buyer', description: 'Buys', instructions: 'Buy.', tools });
  const done = await finish(system, [{ work: { call: 'agent', with: { agent: 'buyer', prompt: 'How many?' } } }]);
  expect(done.phase).toBe('completed');
  expect(query(system, 'SELECT value, origin, provenance, agent FROM shared_context')).toEqual([
    {
      value: '12',
      origin: 'model',
      provenance: JSON.stringify({ kind: 'model', source: 'buyer', read: ['stock'] }),
      agent: 'buyer',
    },
  ]);
  const lying = { call: 'context_write', with: { key: 'x', value: 1, signed: forged } };
  expect(await finish(system, [{ lying }])).toMatchObject({ phase: 'faulted', fault: { status: 403 } });
});

test('an agent is written to, deals with it, and nobody else gets it; what is left behind goes to the next', async () => {
  const system = await open(
    using(
      { name: 'message_receive', arguments: {} },
      { name: 'message_done', arguments: { ids: ['m1'] } },
      { name: 'message_send', arguments: { to: 'boss', type: 'result', body: { pages: 3 } } },
    ),
  );
  const tools = ['message_receive', 'message_done', 'message_send'];
  system.registerAgent({ name: 'editor', description: 'Edits', instructions: 'Edit.', tools });
  const send = {
    call: 'message_send',
    with: { to: 'editor', body: { text: 'Shorten' }, id: 'm1', correlation: 'book' },
  };
  expect(await finish(system, [{ send }, { again: send }])).toMatchObject({ output: { id: 'm1', isNew: false } });
  // Received, and not dealt with.
  const dropped = await finish(system, [{ take: { call: 'message_receive', with: { agent: 'editor' } } }]);
  expect(dropped).toMatchObject({
    output: { messages: [{ id: 'm1', from: 'workflow:tests/share', type: 'request', body: { text: 'Shorten' } }] },
  });
  const done = await finish(system, [{ work: { call: 'agent', with: { agent: 'editor', prompt: 'Mail?' } } }]);
  expect(done.phase).toBe('completed');
  expect(
    query(
      system,
      'SELECT id, sender, recipient, type, correlation, origin, status, deliveries, execution_id FROM agent_messages ORDER BY sent_at',
    ),
  ).toEqual([
    {
      id: 'm1',
      sender: 'workflow:tests/share',
      recipient: 'editor',
      type: 'request',
      correlation: 'book',
      origin: 'workflow',
      status: 'acknowledged',
      deliveries: 2,
      execution_id: done.id,
    },
    expect.objectContaining({
      sender: 'agent:editor',
      recipient: 'boss',
      type: 'result',
      correlation: `execution:${done.id}`,
      origin: 'model',
      status: 'waiting',
      deliveries: 0,
      execution_id: null,
    }),
  ]);
});

test('who waits for a message gets it when it comes', async () => {
  const system = await open();
  const waiting = finish(system, [{ take: { call: 'message_receive', with: { agent: 'clerk', wait: 'PT20S' } } }]);
  await expect.poll(() => system.listExecutions({ phases: ['running', 'waiting'] })).toHaveLength(1);
  await finish(system, [{ send: { call: 'message_send', with: { to: 'clerk', body: 'hello' } } }]);
  expect(await waiting).toMatchObject({ output: { messages: [{ body: 'hello' }] } });
});

test('the definition on the page about it does what the page says', async () => {
  const page = readFileSync(new URL('../../../docs/together.md', import.meta.url), 'utf8');
  const [, workflow = ''] = /```yaml\n([^]*?)```/.exec(page) ?? [];
  const system = await open();
  const entry = await system.define(workflow);
  const execution = await system.submitWorkflow({ workflow: `${entry.namespace}/${entry.name}` });
  expect(await execution.result()).toMatchObject({ phase: 'completed' });
  expect(query(system, 'SELECT key, value FROM shared_context ORDER BY key')).toEqual([
    { key: 'findings', value: '["the oven is old"]' },
    { key: 'tone', value: '"friendly"' },
  ]);
});
