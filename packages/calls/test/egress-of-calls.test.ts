/**
 * Every kind of call, and every way of getting at what it needs, towards places that may not be reached: by address, by
 * name, by redirect. Watched at the sockets: nothing is connected to but the servers that were allowed.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { LookupAddress } from 'node:dns';
import { expect, onTestFinished, test } from 'vitest';
import { complete, json, open, serve } from './engine.ts';

const folder = fileURLToPath(new URL('fixtures', import.meta.url));

/** Connections that this process makes, and a place on this machine where none may arrive. */
async function watched() {
  const made = new Set<string>();
  const arrived: string[] = [];
  const watch = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    socket.once('connect', () => made.add(`${socket.remoteAddress}:${socket.remotePort}`));
  };
  subscribe('net.client.socket', watch);
  const server = createServer((socket) => {
    arrived.push(socket.remoteAddress ?? '');
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  onTestFinished(() => {
    unsubscribe('net.client.socket', watch);
    server.close();
  });
  return { made, arrived, port: (server.address() as AddressInfo).port };
}

/** Spellings of this machine, of its network, and of what clouds have there. */
const hosts = [
  '127.0.0.1',
  '0177.0.0.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '１２７.０.０.１',
  'localhost',
  'rebound.example',
  '169.254.169.254',
  '[fd00:ec2::254]',
];

/** Everything that asks for a place, with one that may be asked for descriptions. */
function callsTo(host: string, { port, url }: { readonly port: number; readonly url: string }) {
  const at = `http://${host}:${port}`;
  const place = host.replace(/^\[|\]$/g, '');
  const token = { oauth2: { authority: at, grant: 'client_credentials', client: { id: 'c', secret: 's' } } };
  const asyncapi = (protocol: string) => ({
    call: 'asyncapi',
    with: {
      document: { endpoint: `${url}/asyncapi?at=${encodeURIComponent(`${host}:${port}`)}` },
      channel: 'room',
      server: { name: protocol },
      message: { payload: { n: 1 } },
    },
  });
  const mcp = (endpoint: string) => ({
    call: 'mcp',
    with: { method: 'tools/list', transport: { http: { endpoint } } },
  });
  const grpc = { name: 'shop.v1.Orders', host: place, port };
  return {
    http: { call: 'http', with: { method: 'get', endpoint: at } },
    token: { call: 'http', with: { method: 'get', endpoint: { uri: url, authentication: token } } },
    oidc: { call: 'http', with: { method: 'get', endpoint: { uri: url, authentication: { oidc: token.oauth2 } } } },
    redirect: {
      call: 'http',
      with: { method: 'get', endpoint: `${url}/to?at=${encodeURIComponent(at)}`, redirect: true },
    },
    document: { call: 'openapi', with: { document: { endpoint: `${at}/openapi.json` }, operationId: 'x' } },
    'document by redirect': {
      call: 'openapi',
      with: { document: { endpoint: `${url}/to?at=${encodeURIComponent(at)}` }, operationId: 'x' },
    },
    'server of a document': {
      call: 'openapi',
      with: { document: { endpoint: `${url}/openapi?at=${encodeURIComponent(at)}` }, operationId: 'x' },
    },
    'reference of a document': {
      call: 'openapi',
      with: { document: { endpoint: `${url}/reference?at=${encodeURIComponent(at)}` }, operationId: 'x' },
    },
    grpc: {
      call: 'grpc',
      with: {
        proto: { endpoint: `file://${folder}/shop.proto` },
        service: grpc,
        method: 'Get',
        arguments: { id: 'x' },
      },
    },
    mqtt: asyncapi('mqtt'),
    mqtts: asyncapi('mqtts'),
    ws: asyncapi('ws'),
    wss: asyncapi('wss'),
    'asyncapi http': asyncapi('http'),
    mcp: mcp(`${at}/mcp`),
    'mcp by redirect': mcp(`${url}/to?at=${encodeURIComponent(at)}`),
    a2a: { call: 'a2a', with: { method: 'tasks/get', server: at, parameters: { id: 'x' } } },
    card: {
      call: 'a2a',
      with: { method: 'tasks/get', agentCard: { endpoint: `${at}/card.json` }, parameters: { id: 'x' } },
    },
    'agent of a card': {
      call: 'a2a',
      with: {
        method: 'tasks/get',
        agentCard: { endpoint: `${url}/card?at=${encodeURIComponent(at)}` },
        parameters: { id: 'x' },
      },
    },
    script: { run: { script: { language: 'js', source: { endpoint: `${at}/script.js` } } } },
  };
}

/** What describes services, with the place that was asked for in it. */
async function descriptions() {
  return serve(({ url }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://here');
    const at = searchParams.get('at') ?? '';
    const operation = { operationId: 'x', responses: {} };
    const servers = ['mqtt', 'mqtts', 'ws', 'wss', 'http'].map(
      (protocol) => [protocol, { host: at, protocol }] as const,
    );
    if (pathname === '/to')
      response.writeHead(307, { location: encodeURI(at).replace('%5B', '[').replace('%5D', ']') }).end();
    else if (pathname === '/openapi')
      json(response, { openapi: '3.1.0', servers: [{ url: at }], paths: { '/': { get: operation } } });
    else if (pathname === '/reference')
      json(response, { openapi: '3.1.0', paths: { '/': { $ref: `${at}/path.json` } } });
    else if (pathname === '/asyncapi')
      json(response, { asyncapi: '3.0.0', servers: Object.fromEntries(servers), channels: { room: { address: '/' } } });
    else json(response, { name: 'x', url: at, preferredTransport: 'JSONRPC' });
  });
}

test('no kind of call reaches a place that was not allowed', async () => {
  const { made, arrived, port } = await watched();
  const described = await descriptions();
  const system = async (host: string): Promise<readonly LookupAddress[]> =>
    host === 'rebound.example' || host.toLowerCase().startsWith('localhost')
      ? [{ address: '127.0.0.1', family: 4 }]
      : [];
  const engine = await open({
    egress: { allow: [described.host], resolve: system, timeout: 5_000 },
    calls: { folders: [folder] },
  });
  const results = await Promise.all(
    hosts.flatMap((host) =>
      Object.entries(callsTo(host, { port, url: described.url })).map(async ([name, task]) => {
        const result = await complete(engine, [{ a: task }]).catch((error: unknown) => String(error));
        return { name, host, result: JSON.stringify(result) };
      }),
    ),
  );
  expect({ arrived, made: [...made] }).toEqual({ arrived: [], made: [described.host] });
  expect(results).toHaveLength(hosts.length * 20);
  const refusal =
    /not a public address|is not an address|a host name such as|has no address|not followed \(redirectPolicy: 'same-origin'\)/;
  expect(results.filter(({ result }) => !refusal.test(result))).toEqual([]);
});
