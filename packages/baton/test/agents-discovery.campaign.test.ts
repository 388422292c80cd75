/** `baton agents add` asks an OpenAPI document or an MCP server what it has; `refresh` notices changes, also beside a process that serves. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startScriptedModel } from '@batonhq/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openWorkplace } from './run-baton.ts';

const server = fileURLToPath(new URL('../../calls/test/fixtures/changing-mcp-server.ts', import.meta.url));

/** A shop that describes itself; operations can be added to it. */
async function shop() {
  const operations: Record<string, object> = {};
  const add = (operationId: string, summary: string): void => {
    operations[`/${operationId}`] = { get: { operationId, summary, responses: { 200: { description: 'ok' } } } };
  };
  add('stock', 'How many there are');
  const listening = createServer((request, response) => {
    const info = { title: 'Shop', version: '1' };
    const description = { openapi: '3.1.0', info, servers: [{ url: address }], paths: operations };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/openapi.json' ? description : { pieces: 12 }));
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void listening.close());
  const at = listening.address();
  const address = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`;
  return { address, host: new URL(address).host, add };
}

test('an agent is made of an OpenAPI document, works, and follows it while a process serves', async () => {
  const { address, host, add } = await shop();
  const model = await startScriptedModel(({ messages, tools = [] }) => {
    const results = messages.filter(({ role }) => role === 'tool');
    if (results.length > 0) return { text: String(results[0]?.content) };
    const names = JSON.stringify(tools);
    return { calls: [{ name: names.includes('shop_order') ? 'shop_order' : 'shop_stock', arguments: {} }] };
  });
  onTestFinished(() => model.close());
  using place = openWorkplace();
  const added = await place.run('agents', 'add', `${address}/openapi.json`, '--name', 'shop', '--allow-host', host);
  expect([added.code, added.talk]).toEqual([0, expect.stringContaining('shop is in agents/shop.yaml, with 1 tool')]);
  expect(JSON.parse((await place.run('agents', 'show', 'shop', '--json')).out)).toMatchObject({
    tools: ['shop_stock'],
  });
  const again = await place.run('agents', 'add', `${address}/openapi.json`, '--name', 'shop', '--allow-host', host);
  expect(again.code).toBe(5);

  const words = ['serve', '--port', 'none', '--model', `${model.address}#scripted`];
  const served = place.start(...words, '--allow-host', host, '--allow-host', new URL(model.address).host);
  await served.until(/serving/);
  const ask = `document: { dsl: '1.0.3', namespace: tests, name: ask, version: '0.1.0' }\ndo: [{ ask: { call: agent, with: { agent: shop, prompt: How many } } }]\n`;
  place.file('ask.yaml', ask);
  const first = await place.run('run', 'ask.yaml', '--json');
  expect(JSON.parse(first.out)).toMatchObject({
    phase: 'completed',
    output: { handOff: { tools: { shop_stock: 1 } } },
  });

  expect(JSON.parse((await place.run('agents', 'show', 'shop', '--json')).out)).toMatchObject({
    scorecard: { missions: 1, passed: 1, inHand: 0 },
    assignments: [{ why: 'named', phase: 'completed' }],
  });

  add('order', 'Orders one');
  const file = join(place.folder, 'agents', 'shop.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^description: .*$/m, 'description: Knows the shop'));
  const refreshed = await place.run('agents', 'refresh', 'shop', '--allow-host', host);
  expect([refreshed.code, refreshed.talk]).toEqual([0, expect.stringContaining('shop: added shop_order')]);
  expect(readFileSync(file, 'utf8')).toContain('description: Knows the shop');
  expect((await place.run('agents', 'refresh', '--allow-host', host)).talk).toContain('shop: nothing has changed');
  await vi.waitFor(
    async () => {
      const { out } = await place.run('run', 'ask.yaml', '--json');
      expect(JSON.parse(out)).toMatchObject({ output: { handOff: { tools: { shop_order: 1 } } } });
    },
    { timeout: 30_000, interval: 500 },
  );
  served.kill('SIGTERM');
  await served.finished;
});

test('an agent is made of an MCP server that a command starts; what cannot be asked says so', async () => {
  using place = openWorkplace();
  place.file('description', 'Adds two numbers.');
  const command = `${process.execPath} ${server} ${join(place.folder, 'description')}`;
  const added = await place.run('agents', 'add', '--mcp', command, '--name', 'sums', '--json');
  expect(JSON.parse(added.out)).toMatchObject({ name: 'sums', tools: expect.arrayContaining(['sums_add']) });
  expect(added.talk).toContain(`baton serve --allow-mcp '${command}'`);
  place.file('description', 'Adds numbers, and sends them on.');
  const refreshed = await place.run('agents', 'refresh', 'sums');
  expect(refreshed.talk).toContain('sums: changed sums_add');
  const nowhere = await place.run('agents', 'add', 'http://127.0.0.1:9/openapi.json', '--name', 'none');
  expect([nowhere.code, nowhere.talk]).not.toEqual([0, '']);
  expect((await place.run('agents', 'add', 'http://127.0.0.1:9/openapi.json')).code).toBe(2);
  expect((await place.run('agents', 'refresh', 'nobody')).code).toBe(3);
});
