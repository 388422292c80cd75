/**
 * The examples of `docs/calls` are executed: each as it is written, save that its places are those of servers on this
 * machine.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { Server, ServerCredentials, type sendUnaryData, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { readDefinition, type Json } from '@batonhq/core';
import { WebSocketServer } from 'ws';
import { expect, onTestFinished, test } from 'vitest';
import { testAuthority } from '../../engine/test/certificates.ts';
import { agentServer } from './agent-server.ts';
import { json, open, serve, temporaryFolder, type Options } from './engine.ts';

const folder = fileURLToPath(new URL('../../../docs/calls', import.meta.url));

interface Example {
  readonly page: string;
  /** Which example of the page, 0 by default. */
  readonly number?: number;
  /** What is put in the place of what is written. */
  readonly places: Readonly<Record<string, string>>;
  readonly input?: Json;
  readonly options: Options;
}

/** Executes an example: its output, or how it ended. */
async function execute({ page, number = 0, places, input, options }: Example): Promise<unknown> {
  const examples = [...readFileSync(join(folder, page), 'utf8').matchAll(/```yaml\n([^]*?)```/g)];
  let text = examples[number]?.[1] ?? '';
  for (const [written, here] of Object.entries(places)) {
    expect(text).toContain(written);
    text = text.replaceAll(written, here);
  }
  const { definition } = readDefinition(text);
  if (definition === undefined) throw new TypeError(`${page} has no definition ${number}`);
  const engine = await open(options);
  const id = await engine.start({ definition: definition.json, ...(input !== undefined && { input }) });
  const result = await engine.result(id);
  return result.phase === 'completed' ? result.output : result;
}

test('http.md: an order is placed, at the third attempt', async () => {
  const shop = await serve((_seen, response) => json(response, { id: 'o-1' }, shop.seen.length < 3 ? 503 : 201));
  const input = { customer: 'c7', lines: [{ sku: 'tea', pieces: 2 }] };
  const options = { egress: { allow: [shop.host] }, secrets: () => 'a-token-of-the-shop' };
  const places = { 'https://api.example.com': shop.url, '{ seconds: 1 }': '{ milliseconds: 1 }' };
  expect(await execute({ page: 'http.md', places, input, options })).toEqual({ order: 'o-1' });
  expect(shop.seen[2]).toMatchObject({
    method: 'POST',
    url: '/customers/c7/orders?notify=true',
    headers: { authorization: 'Bearer a-token-of-the-shop', 'accept-language': 'en' },
    body: '{"lines":[{"sku":"tea","pieces":2}]}',
  });
  expect(new Set(shop.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
});

test('authentication.md: orders are read with a token, and with a certificate', async () => {
  const service = await serve(({ url, body, headers }, response) => {
    if (url !== '/oauth2/token') return json(response, { who: headers.authorization });
    const { client_id: client, client_secret: secret, scope } = Object.fromEntries(new URLSearchParams(body));
    json(response, { access_token: `for-${client}-${secret}-${scope}`, token_type: 'bearer' });
  });
  const places = { 'https://login.example.com': service.url, 'https://api.example.com': service.url };
  const options = { egress: { allow: [service.host] }, secrets: () => 'secret' };
  expect(await execute({ page: 'authentication.md', places, options })).toEqual({ who: 'Bearer ***' });
  expect(service.seen[1]?.headers.authorization).toBe('Bearer for-baton-secret-read');
  const authority = testAuthority('of the example');
  const [here, ada] = [authority.issue('localhost'), authority.issue('ada')];
  const tls = { cert: here.certificate, key: here.key, ca: authority.certificate, requestCert: true };
  const server = createServer(tls, (request, response) =>
    json(response, { who: String((request.socket as TLSSocket).getPeerCertificate().subject.CN) }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const at = { 'https://api.example.com': `https://localhost:${(server.address() as AddressInfo).port}` };
  const egress = { allow: ['localhost'], authorities: [authority.certificate] };
  const certain = { egress, secrets: () => ({ ...ada }) };
  expect(await execute({ page: 'authentication.md', number: 1, places: at, options: certain })).toEqual({ who: 'ada' });
});

test('openapi.md: pets are found', async () => {
  const store = await serve(({ url }, response) => {
    if (!url.startsWith('/api/v3/openapi.json')) return json(response, [{ name: 'Rex' }, { name: url }]);
    const parameters = [{ name: 'status', in: 'query', schema: { type: 'string' } }];
    const paths = { '/pet/findByStatus': { get: { operationId: 'findPetsByStatus', parameters } } };
    json(response, { openapi: '3.0.4', servers: [{ url: '/api/v3' }], paths });
  });
  const places = { 'https://petstore3.swagger.io': store.url };
  expect(await execute({ page: 'openapi.md', places, options: { egress: { allow: [store.host] } } })).toEqual([
    'Rex',
    '/api/v3/pet/findByStatus?status=available',
  ]);
});

test('grpc.md: somebody is greeted', async () => {
  const protos = temporaryFolder();
  const text = `syntax = "proto3"; package greet.v1;
    service Greeter { rpc SayHello(Request) returns (Reply); }
    message Request { string name = 1; } message Reply { string message = 1; }`;
  writeFileSync(join(protos, 'greet.proto'), text);
  const server = new Server();
  const greeter = loadSync(join(protos, 'greet.proto'))['greet.v1.Greeter'] as ServiceDefinition;
  server.addService(greeter, {
    SayHello: ({ request }: { readonly request: { readonly name: string } }, answer: sendUnaryData<object>) =>
      answer(null, { message: `hello, ${request.name}` }),
  });
  onTestFinished(() => server.forceShutdown());
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('localhost:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  const options = { egress: { allow: [`localhost:${port}`] }, calls: { folders: [protos] } };
  const places = { '/srv/protos': protos, '5011': String(port) };
  expect(await execute({ page: 'grpc.md', places, input: { user: 'Ada' }, options })).toEqual({
    message: 'hello, Ada',
  });
});

test('asyncapi.md: three messages of the kitchen are heard', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  server.on('connection', (socket, { url }) => {
    for (const said of ['tea', '', 'is', url]) socket.send(JSON.stringify({ text: said }));
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const documents = await serve((_seen, response) =>
    json(response, {
      asyncapi: '3.0.0',
      servers: { main: { host, protocol: 'ws' } },
      channels: { room: { address: '/rooms/{room}', parameters: { room: {} } } },
      operations: { hear: { action: 'send', channel: { $ref: '#/channels/room' } } },
    }),
  );
  const options = { egress: { allow: [host, documents.host] } };
  const places = { 'https://example.com': documents.url };
  expect(await execute({ page: 'asyncapi.md', places, options })).toEqual(['tea', 'is', '/rooms/kitchen']);
});

test('mcp.md: something is remembered', async () => {
  const entry = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-memory/package.json'));
  const program = join(dirname(entry), 'dist/index.js');
  const home = temporaryFolder();
  mkdirSync(home, { recursive: true });
  const places = {
    'command: npx': `environment: { MEMORY_FILE_PATH: '${join(home, 'memory.json')}' }, command: ${process.execPath}`,
    "[-y, '@modelcontextprotocol/server-memory']": `['${program}']`,
  };
  const options = { calls: { mcpServers: [`MEMORY_FILE_PATH= ${process.execPath} ${program}`] } };
  const output = await execute({ page: 'mcp.md', places, options });
  expect(JSON.stringify(output)).toContain('programmer');
  expect(readFileSync(join(home, 'memory.json'), 'utf8')).toContain('Ada');
});

test('a2a.md: an agent is asked', async () => {
  const agent = await agentServer();
  const places = { 'https://agent.example.com': agent.url };
  const options = { egress: { allow: [agent.host] } };
  const output = await execute({ page: 'a2a.md', places, input: { question: 'why' }, options });
  expect(JSON.stringify(output)).toContain('hello, why');
});

test('processes.md: a shell counts words', async () => {
  const options = { calls: { processes: { shell: '/bin/sh' } } };
  const input = { text: 'to be or not to' };
  expect(String(await execute({ page: 'processes.md', number: 1, places: {}, input, options })).trim()).toBe('2 to');
});
