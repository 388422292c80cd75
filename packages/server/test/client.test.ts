/** The generated client asks every route by its own description, and follows an execution over a server that goes away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, ProblemError } from '@batonhq/server/client';
import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { startServer, waiting } from './support.ts';

async function serving() {
  const directory = mkdtempSync(join(tmpdir(), 'baton-client-'));
  const server = await startServer({ directory });
  onTestFinished(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });
  const token = await server.tokenFor('admin');
  return { server, directory, token, client: createClient({ url: server.url, token }) };
}

test('routes are asked with what they take, and answer what they say', async () => {
  const { client } = await serving();
  const { id } = await client.call('POST /api/orchestrate', { body: { workflow: waiting() } });
  expectTypeOf(id).toEqualTypeOf<string>();
  expect(await client.call('GET /api/orchestrate/{id}', { params: { id } })).toMatchObject({ view: { id } });
  const { executions } = await client.call('GET /api/executions', { query: { phase: 'running,waiting', limit: 5 } });
  expect(executions).toMatchObject([{ id }]);
  const { version } = await client.call('PUT /api/context', { body: { key: 'a key/with ü', value: [1] } });
  const { values } = await client.call('GET /api/context');
  expect(values).toMatchObject([{ key: 'a key/with ü', value: [1], version, origin: { kind: 'user' } }]);
  expect(await client.call('POST /api/orchestrate/{id}/pause', { params: { id } })).toBeNull();
  const told = await client.listen('GET /api/orchestrate/stream/{id}', { params: { id } }).next();
  expect(told).toMatchObject({ done: false, value: { event: 'progress' } });
  // @ts-expect-error a route that needs an address is not asked without one
  await expect(client.call('GET /api/agents/{name}')).rejects.toThrow(ProblemError);
});

test('what is refused says why', async () => {
  const { client, server } = await serving();
  const asking = client.call('GET /api/orchestrate/{id}', { params: { id: 'no/such' } });
  await expect(asking).rejects.toMatchObject({ name: 'ProblemError', status: 404, problem: { title: 'Not found' } });
  const stranger = createClient({ url: server.url });
  await expect(stranger.call('GET /api/keys')).rejects.toMatchObject({ status: 401 });
  await expect(stranger.follow('x').next()).rejects.toMatchObject({ status: 401 });
});

test('an execution is followed to its end over a server that goes away, without gap or repeat', async () => {
  const { client, server, directory, token } = await serving();
  const { id } = await client.call('POST /api/orchestrate', { body: { workflow: waiting() } });
  let url = server.url;
  const moving = createClient({
    url: '',
    token,
    fetch: (path, options) => fetch(new URL(typeof path === 'string' ? path : '/', url), options),
  });
  const seen: string[] = [];
  const told: string[] = [];
  const following = (async () => {
    for await (const message of moving.follow(id, { patience: 20 })) {
      seen.push(message.event);
      told.push(message.id);
    }
  })();
  await expect.poll(() => seen.length).toBeGreaterThan(2);
  await server.stop();
  await using again = await startServer({ directory });
  url = again.url;
  const there = createClient({ url, token });
  await there.call('POST /api/orchestrate/{id}/signal', { params: { id }, body: { name: 'go' } });
  await following;
  expect(seen.at(-1)).toBe('complete');
  expect(new Set(told).size).toBe(told.length);
  const events = await there.call('GET /api/executions/{id}/events', { params: { id }, query: {} });
  expect(told.at(-1)).toBe(String(events.events.length));
});
