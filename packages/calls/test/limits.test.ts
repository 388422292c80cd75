/** A host that asks for silence is left alone, whatever protocol its calls speak. */
import { expect, test } from 'vitest';
import { complete, definition, json, open, serve, type LocalServer } from './engine.ts';

const api = (url: string) => ({
  openapi: '3.0.3',
  info: { title: 'shop', version: '1' },
  servers: [{ url }],
  paths: { '/stock': { get: { operationId: 'stock', responses: { 200: { description: 'ok' } } } } },
});

const asked = (server: LocalServer, path: string): number => server.seen.filter(({ url }) => url === path).length;

async function waitingFor(server: LocalServer, tasks: readonly object[]): Promise<unknown> {
  const engine = await open({ egress: { allow: ['127.0.0.1'] } });
  expect(await complete(engine, tasks)).toMatchObject({ phase: 'faulted' });
  const before = server.seen.length;
  const id = await engine.start({ definition: definition(tasks) });
  await expect.poll(async () => (await engine.details(id)).waitingFor[0]).toMatchObject({ kind: 'gate' });
  expect(server.seen).toHaveLength(before);
  return (await engine.details(id)).waitingFor[0];
}

const silent = { detail: expect.stringContaining('asked for silence'), gate: 'limit', until: expect.any(Number) };

test('openapi: the server of the description counts, not where that was found', async () => {
  const shop = await serve((_seen, response) => {
    response.setHeader('retry-after', '60');
    json(response, { message: 'busy' }, 503);
  });
  const docs = await serve((_seen, response) => json(response, api(shop.url)));
  const call = { document: { endpoint: `${docs.url}/api.json` }, operationId: 'stock' };
  const entry = await waitingFor(shop, [{ ask: { call: 'openapi', with: call } }]);
  expect(entry).toMatchObject({ ...silent, asks: { resource: `host/${shop.host}` } });
  expect(asked(shop, '/stock')).toBe(1);
});

test('mcp over HTTP', async () => {
  const server = await serve((_seen, response) => {
    response.setHeader('retry-after', '60');
    json(response, {}, 429);
  });
  const transport = { http: { endpoint: `${server.url}/mcp` } };
  const entry = await waitingFor(server, [{ list: { call: 'mcp', with: { method: 'tools/list', transport } } }]);
  expect(entry).toMatchObject({ ...silent, asks: { resource: `host/${server.host}` } });
});
