/** Another process cannot tell the owner of a folder from its control socket, save that functions live with the owner. */
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import {
  connectControl,
  ConflictError,
  controlFetch,
  createEngine,
  DefinitionError,
  EngineUnavailableError,
  NotFoundError,
  openSqliteJournal,
  RegistrationError,
  serveControl,
  type ControlOrder,
  type Engine,
} from '@batonhq/engine';
import { expect, onTestFinished, test } from 'vitest';
import { definition, folder, until } from './open-engine.ts';

interface Owned {
  readonly engine: Engine;
  readonly client: Engine;
  readonly path: string;
  release(): Promise<void>;
}

async function own(directory: string, functions: Parameters<typeof createEngine>[0]['functions'] = []): Promise<Owned> {
  const engine = await createEngine({ journal: openSqliteJournal({ directory }), functions });
  const control = await serveControl(engine, directory);
  let released: Promise<void> | undefined;
  const release = () => (released ??= engine.close(0).then(() => control.close()));
  onTestFinished(release);
  return { engine, client: connectControl(directory), path: control.path, release };
}

const napping = definition([
  { hear: { listen: { to: { one: { with: { type: 'go' } } } } } },
  { done: { set: { gone: true } } },
]);

test('orders are told before they are answered, with what became of them; reading is not', async () => {
  const directory = folder().path;
  const engine = await createEngine({ journal: openSqliteJournal({ directory }) });
  const control = await serveControl(engine, directory);
  onTestFinished(() => engine.close(0).then(() => control.close()));
  const told: ControlOrder[] = [];
  control.tellOrders(async (order) => void told.push(order));
  control.answerOthers(async () => new Response('{}'));
  const client = connectControl(directory);
  const id = await client.start({ definition: napping });
  await client.details(id);
  await client.pause(id);
  await expect(client.cancel('nothing')).rejects.toThrow(NotFoundError);
  await client.budgets.set({ account: 'tenant', budget: { calls: 5 } });
  await controlFetch(directory)('/api/elsewhere', { method: 'POST', body: '{}' });
  expect(told).toEqual([
    { action: 'POST /api/orchestrate', target: id, status: 201 },
    { action: 'POST /api/orchestrate/{id}/pause', target: id, status: 204 },
    { action: 'POST /api/orchestrate/{id}/cancel', target: 'nothing', status: 404, reason: expect.any(String) },
    { action: 'POST /api/budgets', target: null, status: 200 },
  ]);
});

test('everything that can be asked of an engine can be asked through the socket', async () => {
  const { client, engine } = await own(folder().path);
  const entry = await client.define(napping);
  expect(entry).toMatchObject({ namespace: 'test', name: 'flow', version: '1.0.0' });
  const id = await client.start({
    definition: { namespace: 'test', name: 'flow' },
    input: { a: [1, null, 'ü'] },
    user: 'ada',
    priority: 7,
  });
  expect(await client.details(id)).toEqual(await engine.details(id));
  expect((await client.details(id)).view).toMatchObject({ user: 'ada', priority: 7, phase: 'waiting' });
  await client.pause(id, 'ada');
  await expect(client.resume('nothing')).rejects.toThrow(NotFoundError);
  await client.resume(id, 'ada');
  await expect(client.resume(id)).rejects.toThrow(ConflictError);
  const result = client.result(id);
  await client.signal(id, { name: 'go', data: { now: true } });
  expect(await result).toEqual({ phase: 'completed', output: { gone: true } });
  const seen = [];
  for await (const recorded of client.events(id)) seen.push(recorded);
  const own2 = [];
  for await (const recorded of engine.events(id)) own2.push(recorded);
  expect(seen).toEqual(own2);
  expect(await client.list({ phases: ['completed'], limit: 5 })).toEqual(await engine.list({ limit: 5 }));
});

test('errors arrive as what they are', async () => {
  const { client } = await own(folder().path);
  const broken = () => client.define('document: { dsl: 1.0.3 }\ndo: []\n');
  await expect(broken()).rejects.toThrow(DefinitionError);
  await expect(broken().catch((error: DefinitionError) => error.diagnostics[0])).resolves.toMatchObject({
    line: expect.any(Number),
    severity: 'error',
  });
  await expect(client.details('nothing')).rejects.toThrow(NotFoundError);
  await expect(client.events('nothing')[Symbol.asyncIterator]().next()).rejects.toThrow(NotFoundError);
  await expect(client.start({ definition: { namespace: 'no', name: 'such' } })).rejects.toThrow(NotFoundError);
  expect(() => client.register({ name: 'f', run: () => null })).toThrow(RegistrationError);
  const id = await client.start({ definition: napping });
  await client.cancel(id);
  await client.result(id);
  await expect(client.pause(id)).rejects.toMatchObject({ name: 'ConflictError', code: 'terminal' });
});

test('events resume after the last one seen, live ones included', async () => {
  const { client } = await own(folder().path);
  const id = await client.start({ definition: napping });
  const seen: number[] = [];
  const reading = (async () => {
    for await (const { seq } of client.events(id, { seq: 1 })) seen.push(seq);
  })();
  await until(() => seen.length > 0);
  await client.signal(id, { name: 'go' });
  await reading;
  expect(seen).toEqual(seen.map((_, index) => index + 2));
});

test('a folder whose path is longer than an address of a socket works', async () => {
  const place = folder();
  const deep = join(place.path, 'd'.repeat(80), 'e'.repeat(80));
  mkdirSync(deep, { recursive: true });
  const owned = await own(deep);
  const { client, path } = owned;
  expect(existsSync(path)).toBe(true);
  const id = await client.start({ definition: napping });
  expect((await client.details(id)).view.phase).toBe('waiting');
  await owned.release();
  expect(existsSync(path)).toBe(false);
});

test('the socket is for its user only, and one left by a dead process is replaced', async () => {
  const place = folder();
  writeFileSync(join(place.path, 'control.sock'), 'left behind');
  const { path, client } = await own(place.path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await client.list()).toEqual([]);
});

test('waiting survives a restart of the owner; a folder without one is unavailable', async () => {
  const place = folder();
  const first = await own(place.path);
  const id = await first.client.start({ definition: napping });
  const result = first.client.result(id);
  const seen: number[] = [];
  const reading = (async () => {
    for await (const { seq } of first.client.events(id)) seen.push(seq);
  })();
  await until(() => seen.length > 0);
  await first.release();
  await expect(connectControl(place.path).list()).rejects.toThrow(EngineUnavailableError);
  const second = await own(place.path);
  await second.engine.signal(id, { name: 'go' });
  expect(await result).toEqual({ phase: 'completed', output: { gone: true } });
  await reading;
  expect(seen).toEqual(seen.map((_, index) => index + 1));
});

test('what is no request is answered with a problem', async () => {
  const { path } = await own(folder().path);
  const ask = (method: string, route: string, body?: string) =>
    new Promise<{ status: number | undefined; type: string | undefined; problem: unknown }>((resolve, reject) => {
      const outgoing = request({ socketPath: path, method, path: route, agent: false }, (answer) => {
        let text = '';
        answer
          .on('data', (chunk) => (text += chunk))
          .on('end', () =>
            resolve({ status: answer.statusCode, type: answer.headers['content-type'], problem: JSON.parse(text) }),
          );
      });
      outgoing.on('error', reject).end(body);
    });
  const problem = { type: 'application/problem+json' };
  expect(await ask('POST', '/engine/orchestrate', '{')).toMatchObject({ ...problem, status: 400 });
  expect(await ask('POST', '/engine/orchestrate', '{"workflow": 3}')).toMatchObject({ ...problem, status: 400 });
  expect(await ask('POST', '/engine/orchestrate/x/explode', '{}')).toMatchObject({ ...problem, status: 400 });
  expect(await ask('GET', '/engine/nothing')).toMatchObject({ ...problem, status: 404 });
  expect(await ask('GET', '/engine/orchestrate/x')).toMatchObject({
    ...problem,
    status: 404,
    problem: { title: 'Not found' },
  });
});
