/**
 * A secret is used in every place where a definition may use one, against services that repeat it in every way, and then
 * looked for in all that is recorded, told or shown.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Json } from '@batonhq/core';
import { connectControl, serveControl } from '@batonhq/engine';
import { expect, onTestFinished, test, vi } from 'vitest';
import { definition, eventsOf, json, open, serve, temporaryFolder } from '../engine.ts';
import { echo, echoingBroker, echoingShop, protos } from './peers.ts';
import { contentsOf, findCanary } from './search.ts';

const canary = `c4nary/+=&%"<>\\ ${randomBytes(9).toString('base64')}`;
const number = 10_000_000 + (randomBytes(4).readUInt32BE() % 90_000_000);
const secrets: Readonly<Record<string, Json>> = {
  canary,
  pair: { username: 'ada', password: canary },
  pin: { number },
};
const use = { secrets: Object.keys(secrets) };
const secret = '${ $secrets.canary }';

const http = (uri: string, more: object = {}, authentication?: object) => ({
  call: 'http',
  with: { method: 'post', endpoint: { uri, ...(authentication && { authentication }) }, ...more },
});

/** A task for each place in which a secret may be used, and each way in which it comes back. */
function tasksAt({ url }: { readonly url: string }): Readonly<Record<string, object>> {
  const oauth2 = (id: string) => ({
    oauth2: { authority: url, endpoints: { token: '/token' }, grant: 'client_credentials', client: { id, secret } },
  });
  const policies = {
    basic: { basic: { use: 'pair' } },
    bearer: { bearer: { token: secret } },
    digest: { digest: { use: 'pair' } },
    oauth2: oauth2('c'),
    refused: oauth2('refused'),
  };
  const ways = ['json', 'fail', 'text', 'broken', 'digest', 'away'];
  const authenticated = Object.entries(policies).flatMap(([name, policy]) =>
    ways.map((way) => [`${name} ${way}`, http(`${url}/${way}`, { redirect: way === 'away' }, policy)] as const),
  );
  const placed = Object.entries({
    headers: { headers: { 'X-Key': secret } },
    query: { query: { key: secret, plain: 1 } },
    body: { body: { inner: [{ [`name`]: secret }] } },
    text: { body: secret, headers: { 'content-type': 'text/plain' } },
    number: { body: '${ { number: $secrets.pin.number } }' },
    response: { headers: { 'X-Key': secret }, output: 'response' },
    raw: { body: secret, output: 'raw' },
  }).flatMap(([name, more]) => ['json', 'fail'].map((way) => [`${name} ${way}`, http(`${url}/${way}`, more)] as const));
  return {
    ...Object.fromEntries([...authenticated, ...placed]),
    endpoint: http(`\${ "${url}/json?key=" + ($secrets.canary | @uri) }`),
    nowhere: http('${ "http://127.0.0.1:1/" + $secrets.canary }'),
    'no address': http('${ $secrets.canary }'),
  };
}

async function protocolTasks({ url }: { readonly url: string }): Promise<Readonly<Record<string, object>>> {
  const [broker, port] = [await echoingBroker(), await echoingShop()];
  const asyncapi = await serve((_seen, response) =>
    json(response, {
      asyncapi: '3.0.0',
      servers: { mqtt: { host: broker, protocol: 'mqtt' }, http: { host: url.slice(7), protocol: 'http' } },
      channels: { rooms: { address: 'rooms' }, fail: { address: 'fail' } },
    }),
  );
  const told = (channel: string, protocol: string, more: object) => ({
    call: 'asyncapi',
    with: { document: { endpoint: asyncapi.url }, channel, protocol, ...more },
  });
  const grpc = (id: string) => ({
    call: 'grpc',
    with: {
      proto: { endpoint: `file://${protos}/shop.proto` },
      service: { name: 'shop.v1.Orders', host: '127.0.0.1', port, authentication: { bearer: { token: secret } } },
      method: 'Get',
      arguments: { id },
    },
  });
  const program = fileURLToPath(new URL('../fixtures/echoing-mcp-server.ts', import.meta.url));
  const stdio = { command: process.execPath, arguments: [program, secret], environment: { TOKEN: secret } };
  const mcp = (name: string, transport: object) => ({
    call: 'mcp',
    with: { method: 'tools/call', parameters: { name, arguments: {} }, timeout: { seconds: 120 }, transport },
    timeout: { after: { seconds: 150 } },
  });
  const bearer = { authentication: { bearer: { token: secret } } };
  const consume = { subscription: { consume: { amount: 1, for: { seconds: 120 } } } };
  return {
    ...Object.fromEntries(['tell', 'fail', 'refuse'].map((name) => [`mcp ${name}`, mcp(name, { stdio })])),
    'mcp over http': mcp('tell', {
      http: { endpoint: { uri: `${url}/rpc`, ...bearer }, headers: { 'X-Key': secret } },
    }),
    grpc: grpc('${ $secrets.canary }'),
    'grpc fails': grpc('${ "fail " + $secrets.canary }'),
    openapi: {
      call: 'openapi',
      with: { document: { endpoint: `${url}/openapi.json` }, operationId: 'tell', parameters: { 'X-Key': secret } },
    },
    a2a: {
      call: 'a2a',
      with: { method: 'tasks/get', server: { uri: `${url}/rpc`, ...bearer }, parameters: { id: secret } },
    },
    'asyncapi mqtt': told('rooms', 'mqtt', { ...consume, authentication: { basic: { use: 'pair' } } }),
    'asyncapi http': told('rooms', 'http', { ...consume, ...bearer }),
    'asyncapi fails': told('fail', 'http', {
      message: { payload: { key: secret }, headers: { 'X-Key': secret } },
      ...bearer,
    }),
  };
}

test('a secret is in no file, no answer and no message, whatever services repeat', async () => {
  const service = await echo();
  const told: string[] = [];
  const folder = join(temporaryFolder(), 'data');
  vi.spyOn(process, 'emitWarning').mockImplementation((warning) => void told.push(String(warning)));
  onTestFinished(() => void vi.restoreAllMocks());
  const engine = await open(
    {
      egress: { allow: ['127.0.0.1', 'localhost'] },
      secrets: (name) => secrets[name],
      calls: { folders: [protos], mcpServers: [`TOKEN= ${process.execPath} *`] },
      onLog: (entry) => told.push(JSON.stringify(entry)),
      onWarning: (error) => told.push(error instanceof Error ? `${error.stack} ${String(error.cause)}` : String(error)),
    },
    folder,
  );
  const control = await serveControl(engine, folder);
  onTestFinished(async () => control.close());
  const tasks = { ...tasksAt(service), ...(await protocolTasks(service)) };
  const shown: Record<string, string> = {};
  const reached: string[] = [];
  const client = connectControl(folder);
  await Promise.all(
    Object.entries(tasks).map(async ([name, task]) => {
      const written = definition([{ [name]: task }], { use });
      const id = await engine.start({ definition: written });
      const result = await client.result(id);
      shown[name] = JSON.stringify([result, await client.details(id), await eventsOf(engine, id)]);
      if (shown[name].includes('***')) reached.push(name);
      // What describes itself is looked at when it is published, and what that says is kept.
      const published = await engine
        .define(definition([{ [name]: task }], { use }))
        .catch((error: unknown) => String(error));
      told.push(JSON.stringify(published));
    }),
  );
  // A service that heard it before says it to a call that uses no secret.
  const later = await engine.start({ definition: definition([{ a: http(`${service.url}/heard`) }], { use }) });
  shown['later'] = JSON.stringify([await client.result(later), await client.details(later)]);
  expect(shown['later']).toContain('***');
  const schema = {
    format: 'json',
    resource: { endpoint: { uri: `${service.url}/document`, authentication: { bearer: { use: 'token' } } } },
  };
  told.push(
    await engine.define(definition([{ a: { set: {} } }], { use, input: { schema } })).then(JSON.stringify, String),
  );
  const places = { ...contentsOf(folder), ...shown, told: told.join('\n'), list: JSON.stringify(await client.list()) };
  expect(findCanary(canary, places)).toEqual([]);
  expect(findCanary(String(number), places)).toEqual([]);
  // The services did repeat it: what they said is there, crossed out. These have nothing to repeat, or say it in base64.
  const silent = Object.keys(tasks).filter((name) => !reached.includes(name));
  expect(silent.filter((name) => !/ broken$|^digest |^raw json$|^nowhere$/.test(name))).toEqual([]);
  expect(Object.keys(places).length).toBeGreaterThan(60);
});

test('the search finds a canary that was planted, in every form', async () => {
  const folder = join(temporaryFolder(), 'data');
  const engine = await open({}, folder);
  const forms: Readonly<Record<string, string>> = {
    'as it is': canary,
    'in JSON in JSON': JSON.stringify(JSON.stringify({ canary })),
    'in base64': Buffer.from(canary).toString('base64'),
    'in base64, later': Buffer.from(`xy${canary}z`).toString('base64url'),
    'in hexadecimal': `x${Buffer.from(canary).toString('hex').toUpperCase()}`,
    'in an address': encodeURIComponent(canary),
    'in a form': new URLSearchParams({ canary }).toString(),
  };
  for (const [name, text] of Object.entries(forms)) {
    const id = await engine.start({
      definition: definition([{ a: { set: { text: '${ .text }' } } }]),
      input: { text },
    });
    await engine.result(id);
    expect({ name, found: findCanary(canary, { events: JSON.stringify(await eventsOf(engine, id)) }) }).not.toEqual({
      name,
      found: [],
    });
  }
  expect(findCanary(canary, contentsOf(folder))).not.toEqual([]);
});
