/** The control socket of a folder serves the HTTP API too, to whoever owns the folder; programs beside the owner use it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { controlFetch } from '@batonhq/engine';
import { createClient } from '@batonhq/server/client';
import { expect, onTestFinished, test } from 'vitest';
import { createOrchestrationSystem } from '../src/index.ts';

async function twoProcesses() {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-socket-'));
  const owner = await createOrchestrationSystem({ dataDir });
  const beside = await createOrchestrationSystem({ dataDir });
  onTestFinished(async () => {
    await beside.close();
    await owner.close(0);
    rmSync(dataDir, { recursive: true, force: true });
  });
  expect([owner.role, beside.role]).toEqual(['owner', 'client']);
  return { dataDir, owner, beside };
}

test('what one process shares the other reads, and neither overwrites the other unseen', async () => {
  const { owner, beside } = await twoProcesses();
  expect(await beside.sharedContext.write({ key: 'tone', value: 'formal' })).toBe(1);
  await expect(owner.sharedContext.write({ key: 'tone', value: 'friendly' })).rejects.toMatchObject({
    name: 'ConflictError',
    code: 'written-meanwhile',
  });
  await expect(beside.sharedContext.write({ key: 'tone', value: 'rude' })).rejects.toThrow('version 1 is there');
  const [value] = await owner.sharedContext.list();
  expect(value).toMatchObject({ key: 'tone', value: 'formal', conflicts: [{ value: 'friendly' }, { value: 'rude' }] });
  const conflicts = value?.conflicts.map(({ number }) => number) ?? [];
  await beside.sharedContext.write({ key: 'tone', value: 'warm', expected: 1, resolves: conflicts });
  expect(await beside.sharedContext.list({ prefix: 'to' })).toEqual(await owner.sharedContext.list());
});

test('messages and everything else of the API are there without a key, and orders of the socket go on as they were', async () => {
  const { dataDir, owner, beside } = await twoProcesses();
  expect(await beside.messages.send({ to: 'editor', body: 1, id: 'm1' })).toEqual({ id: 'm1', isNew: true });
  expect(await owner.messages.send({ to: 'editor', body: 1, id: 'm1' })).toEqual({ id: 'm1', isNew: false });
  expect(await beside.messages.list({ agent: 'editor' })).toMatchObject([{ id: 'm1', status: 'waiting' }]);
  const client = createClient({ url: '', fetch: controlFetch(dataDir) });
  owner.registerAgent({ name: 'editor', description: 'Edits', instructions: 'Edit.' });
  expect((await client.call('GET /api/agents')).agents).toMatchObject([
    { name: 'editor', health: { state: 'unable' } },
  ]);
  const { token } = await client.call('POST /api/keys', { body: { user: 'dana', name: 'laptop', role: 'viewer' } });
  // Keys that the socket makes are those of whatever else this process serves.
  const { url } = await owner.serve({ port: 0 });
  const dana = createClient({ url, token });
  expect(await dana.call('GET /api/session')).toMatchObject({ user: 'dana', role: 'viewer' });
  const workflow = {
    document: { dsl: '1.0.3', namespace: 'tests', name: 'hi', version: '1.0.0' },
    do: [{ a: { set: { b: 1 } } }],
  };
  const execution = await beside.submitWorkflow({ workflow });
  const events: string[] = [];
  for await (const { event } of dana.follow(execution.id)) events.push(event);
  expect(events.at(-1)).toBe('complete');
  await expect(client.call('GET /api/agents/{name}', { params: { name: 'no' } })).rejects.toMatchObject({
    status: 404,
  });
});

test('each page of the API is the same over the socket as over TCP', async () => {
  const { dataDir, owner, beside } = await twoProcesses();
  const { url, firstToken } = await owner.serve({ port: 0 });
  const workflow = {
    document: { dsl: '1.0.3', namespace: 'tests', name: 'wait', version: '1.0.0' },
    do: [{ a: { listen: { to: { one: { with: { type: 'go' } } } } } }],
  };
  const { id } = await beside.submitWorkflow({ workflow });
  const socket = controlFetch(dataDir);
  const headers = { authorization: `Bearer ${firstToken}` };
  const overTcp = (path: string) => fetch(`${url}${path}`, { headers });
  const described: unknown = await (await socket('/api/openapi.json')).json();
  const { paths }: { readonly paths: Readonly<Record<string, { readonly get?: unknown }>> } = Object(described);
  const pages = Object.entries(paths).flatMap(([path, { get }]) => (get === undefined ? [] : [path]));
  const asked = pages.filter((path) => !path.includes('{')).concat(`/api/orchestrate/${id}`);
  const differing: string[] = [];
  for (const path of asked) {
    const [here, there] = [await answerOf(socket, path), await answerOf(overTcp, path)];
    if (!isDeepStrictEqual(here, there)) differing.push(`${path}: ${JSON.stringify([here, there])}`);
  }
  expect(asked.length).toBeGreaterThan(15);
  expect(differing).toEqual([]);
});

/** What is the same each time that a page is asked for: its status, its type, and the members of what it says. */
async function answerOf(ask: (path: string) => Promise<Response>, path: string) {
  const answer = await ask(path);
  const text = await answer.text();
  const type = answer.headers.get('content-type');
  return { status: answer.status, type, members: type?.includes('json') === true ? membersOf(JSON.parse(text)) : [] };
}

function membersOf(value: unknown): readonly string[] {
  return Object.entries(Object(value)).flatMap(([name, member]) =>
    Array.isArray(member) ? [name, ...membersOf(member[0])] : [name],
  );
}
