import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { isJsonObject, type Json } from '@batonhq/core';
import { Aedes } from 'aedes';
import { onTestFinished } from 'vitest';
import { json, serve, type LocalServer } from '../engine.ts';

const folder = fileURLToPath(new URL('../fixtures', import.meta.url));

type Seen = LocalServer['seen'][number];

/** Everything that a request says, encoded in the ways in which services repeat things. */
function repeated({ method, url, headers, body }: Seen): Record<string, string> {
  const said = `${method} ${url} ${JSON.stringify(headers)} ${body}`;
  const texts = [...Object.values(headers).map(String), body, decodeURIComponent(url.replaceAll('+', ' '))];
  const forms = texts.flatMap((text) => [
    text,
    Buffer.from(text).toString('base64'),
    Buffer.from(`x${text}`).toString('base64url'),
    Buffer.from(`xy${text}`).toString('base64'),
    Buffer.from(text).toString('hex'),
    encodeURIComponent(text),
    new URLSearchParams({ text }).toString(),
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  ]);
  return Object.fromEntries([said, ...forms].map((text, index) => [`form ${index} ${text}`, text]));
}

const answers: Readonly<Record<string, (seen: Seen, response: Parameters<typeof json>[0]) => void>> = {
  '/json': (seen, response) => json(response, repeated(seen)),
  '/fail': (seen, response) => json(response, repeated(seen), 500),
  '/text': (seen, response) =>
    response.setHeader('content-type', 'text/plain').end(Object.values(repeated(seen)).join('\n')),
  '/broken': (seen, response) =>
    response.setHeader('content-type', 'application/json').end(`{${JSON.stringify(repeated(seen))}`),
  '/document': ({ headers }, response) =>
    json(response, { type: 'object', description: `for ${headers.authorization}` }),
  '/digest'(seen, response) {
    if (seen.headers.authorization !== undefined) return json(response, repeated(seen));
    response.setHeader('www-authenticate', 'Digest realm="r", qop="auth", nonce="n", algorithm=SHA-256');
    json(response, repeated(seen), 401);
  },
  '/token'({ body }, response) {
    const asked = new URLSearchParams(body);
    if (asked.get('client_id') === 'refused')
      return json(response, { error: 'invalid_client', error_description: `not ${asked.get('client_secret')}` }, 401);
    json(response, { access_token: `${asked.get('client_secret')}-as-token`, token_type: 'bearer', expires_in: 600 });
  },
  '/away'({ headers, url }, response) {
    response.writeHead(302, { location: `/json?by=${encodeURIComponent(`${headers.authorization} ${url}`)}` }).end();
  },
  '/rpc': (seen, response) => json(response, answerTo(seen)),
};

/** JSON-RPC, for A2A and for MCP over HTTP: results and errors that repeat the request. */
function answerTo(seen: Seen): Json {
  const asked: Json = seen.body === '' ? null : JSON.parse(seen.body);
  const { id = null, method = '' } = isJsonObject(asked) ? asked : {};
  const about = { jsonrpc: '2.0', id };
  const description = Object.values(repeated(seen)).join(' ');
  if (method === 'initialize')
    return {
      ...about,
      result: {
        protocolVersion: '2025-06-18',
        capabilities: { tools: {} },
        serverInfo: { name: description, version: '1' },
      },
    };
  if (method === 'tools/list')
    return { ...about, result: { tools: [{ name: 'tell', description, inputSchema: { type: 'object' } }] } };
  if (method === 'tools/call') return { ...about, result: { content: [{ type: 'text', text: description }] } };
  return { ...about, error: { code: -32_000, message: description } };
}

const openapi = (url: string) => ({
  openapi: '3.1.0',
  servers: [{ url }],
  paths: { '/json': { get: { operationId: 'tell', parameters: [{ name: 'X-Key', in: 'header' }] } } },
});

/** A service that repeats whatever it hears. */
export async function echo(): Promise<LocalServer> {
  const server: LocalServer = await serve((seen, response) => {
    const path = seen.url.split('?')[0] ?? '';
    if (path === '/openapi.json') json(response, openapi(server.url));
    else if (path === '/heard') json(response, server.seen.map(repeated));
    else (answers[path] ?? answers['/json'])?.(seen, response);
  });
  return server;
}

/** A broker that publishes the password of whoever comes. */
export async function echoingBroker(): Promise<string> {
  const aedes = await Aedes.createBroker();
  let password = '';
  aedes.authenticate = (...[, , given, done]) => {
    password = given?.toString() ?? '';
    done(null, password !== 'wrong');
  };
  aedes.on('subscribe', () =>
    aedes.publish(
      { cmd: 'publish', topic: 'rooms', payload: JSON.stringify({ password }), qos: 1, dup: false, retain: false },
      () => undefined,
    ),
  );
  const server = createTcpServer(aedes.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Message = Record<string, unknown>;

/** A gRPC service that answers with the metadata it got, or fails with them. */
export async function echoingShop(): Promise<number> {
  const server = new Server();
  const description = loadSync('shop.proto', { includeDirs: [folder], keepCase: true });
  server.addService(description['shop.v1.Orders'] as ServiceDefinition, {
    Get({ request, metadata }: ServerUnaryCall<Message, Message>, answer: sendUnaryData<Message>) {
      const said = `${String(metadata.get('authorization')[0])} ${String(request['id'])}`;
      if (String(request['id']).startsWith('fail')) answer({ code: 3, details: said });
      else answer(null, { id: said, note: Buffer.from(said), labels: { [said]: said } });
    },
    Place() {},
    Watch() {},
    Upload() {},
  });
  onTestFinished(() => server.forceShutdown());
  return new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
}

/** Where the proto files are. */
export const protos = folder;
