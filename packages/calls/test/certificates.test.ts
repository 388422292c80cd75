/** Proving who is calling by a certificate, over TLS with an authority of one's own: HTTP, gRPC, WebSocket, MQTT. */
import { createPrivateKey } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { Server as GrpcServer, ServerCredentials, type sendUnaryData, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Json } from '@batonhq/core';
import { Aedes } from 'aedes';
import { WebSocketServer } from 'ws';
import { expect, onTestFinished, test } from 'vitest';
import { testAuthority } from '../../engine/test/certificates.ts';
import { complete, definition, eventsOf, json, open, serve } from './engine.ts';

const authority = testAuthority('test authority');
const stranger = testAuthority('another authority');
const [here, ada, mallory] = [authority.issue('localhost'), authority.issue('ada'), stranger.issue('ada')];
const tls = { cert: here.certificate, key: here.key, ca: authority.certificate, requestCert: true };

const passphrase = 'a passphrase of hers';
const locked = createPrivateKey(ada.key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
const secrets: Readonly<Record<string, Json>> = {
  ada: { certificate: ada.certificate, key: locked.toString(), passphrase },
  mallory: { certificate: mallory.certificate, key: mallory.key },
};
const use = { secrets: Object.keys(secrets) };
const as = (name: string) => ({ certificate: { use: name } });

async function listening(server: Server | ReturnType<typeof createTlsServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const whoIs = (socket: TLSSocket): string => {
  const { subject } = socket.getPeerCertificate();
  return socket.authorized ? `${String(subject.CN)}` : 'nobody';
};

/** Says who calls, lets nobody else in at `/private`, and sends away from `/away`. */
async function service(elsewhere = '') {
  const server = createServer({ ...tls, rejectUnauthorized: false }, (request, response) => {
    const who = whoIs(request.socket as TLSSocket);
    if (request.url === '/away') response.writeHead(302, { location: elsewhere }).end();
    else json(response, { who }, request.url === '/private' && who === 'nobody' ? 401 : 200);
  });
  return `https://localhost:${await listening(server)}`;
}

const egress = { allow: ['localhost', '127.0.0.1'], authorities: [authority.certificate] };
const get = (uri: string, authentication?: object, more: object = {}) => [
  {
    a: { call: 'http', with: { method: 'get', endpoint: { uri, ...(authentication && { authentication }) }, ...more } },
  },
];

test('a server is believed when its authority was named, and learns who calls when it asks', async () => {
  const url = await service();
  const engine = await open({ egress, secrets: (name) => secrets[name] });
  expect(await complete(engine, get(`${url}/private`, as('ada')), { use })).toEqual({ who: 'ada' });
  // Kept connections belong to whoever opened them.
  expect(await complete(engine, get(url), { use })).toEqual({ who: 'nobody' });
  expect(await complete(engine, get(url, as('mallory')), { use })).toEqual({ who: 'nobody' });
  expect(await complete(engine, get(`${url}/private`, as('ada')), { use })).toEqual({ who: 'ada' });
  const written = { certificate: { certificate: ada.certificate, key: '${ $secrets.ada.key }', passphrase } };
  const id = await engine.start({ definition: definition(get(url, written), { use }) });
  expect(await engine.result(id)).toMatchObject({ output: { who: 'ada' } });
  expect(JSON.stringify(await eventsOf(engine, id))).not.toContain(locked.toString().split('\n')[3]);
  const careful = await open({ egress: { allow: egress.allow } });
  expect(await complete(careful, get(url))).toMatchObject({
    fault: { detail: expect.stringMatching(/certificate|issuer/) },
  });
});

test('a certificate goes to no other origin, and to nobody without TLS; one that makes no sense is a fault', async () => {
  const other = await service();
  const url = await service(other);
  const plain = await serve((_seen, response) => json(response, {}));
  const engine = await open({ egress, secrets: (name) => secrets[name] });
  expect(await complete(engine, get(`${url}/away`, as('ada'), { redirect: true }), { use })).toEqual({ who: 'nobody' });
  expect(await complete(engine, get(plain.url, as('ada')), { use })).toMatchObject({
    fault: { status: 400, detail: expect.stringContaining('it needs TLS') },
  });
  const wrong = { certificate: { certificate: ada.certificate, key: mallory.key } };
  expect(await complete(engine, get(url, wrong))).toMatchObject({
    fault: { status: 400, detail: expect.stringContaining('do not belong together') },
  });
  expect(plain.seen).toEqual([]);
});

test('gRPC over TLS', async () => {
  const folder = fileURLToPath(new URL('fixtures', import.meta.url));
  const server = new GrpcServer();
  const description = loadSync('shop.proto', { includeDirs: [folder], keepCase: true });
  server.addService(description['shop.v1.Orders'] as ServiceDefinition, {
    Get: (call: { readonly request: object }, answer: sendUnaryData<object>) => answer(null, call.request),
    Place() {},
    Watch() {},
    Upload() {},
  });
  const pair = { cert_chain: Buffer.from(here.certificate), private_key: Buffer.from(here.key) };
  const secure = ServerCredentials.createSsl(Buffer.from(authority.certificate), [pair], true);
  onTestFinished(() => server.forceShutdown());
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', secure, (error, bound) => (error === null ? resolve(bound) : reject(error))),
  );
  const engine = await open({ egress, secrets: (name) => secrets[name], calls: { folders: [folder] } });
  const call = (name: string) => ({
    call: 'grpc',
    with: {
      proto: { endpoint: `file://${folder}/shop.proto` },
      service: { name: 'shop.v1.Orders', host: 'localhost', port, authentication: as(name) },
      method: 'Get',
      arguments: { id: 'x' },
    },
  });
  expect(await complete(engine, [{ a: call('ada') }], { use })).toMatchObject({ id: 'x' });
  expect(await complete(engine, [{ a: call('mallory') }], { use })).toMatchObject({ fault: { status: 503 } });
});

const described = async (protocol: string, host: string) =>
  serve((_seen, response) =>
    json(response, {
      asyncapi: '3.0.0',
      servers: { main: { host, protocol } },
      channels: { room: { address: '/room' } },
    }),
  );

test('MQTT and WebSocket over TLS', async () => {
  const aedes = await Aedes.createBroker();
  const heard: string[] = [];
  aedes.on('publish', ({ topic, payload }, client) => {
    if (client !== null) heard.push(`${topic} ${payload.toString()}`);
  });
  const broker = createTlsServer({ ...tls, rejectUnauthorized: true }, (socket) => {
    heard.push(whoIs(socket));
    aedes.handle(socket);
  });
  onTestFinished(async () => new Promise<void>((resolve) => aedes.close(() => resolve())));
  const mqtt = await described('mqtts', `localhost:${await listening(broker)}`);
  const upgrading = createServer({ ...tls, rejectUnauthorized: true });
  const sockets = new WebSocketServer({ server: upgrading });
  sockets.on('connection', (socket, request) =>
    socket.on('message', () => heard.push(whoIs(request.socket as TLSSocket))),
  );
  onTestFinished(() => sockets.close());
  const wss = await described('wss', `localhost:${await listening(upgrading)}`);
  const engine = await open({ egress, secrets: (name) => secrets[name] });
  const say = (document: { readonly url: string }, name: string) => [
    {
      a: {
        call: 'asyncapi',
        with: {
          document: { endpoint: document.url },
          channel: 'room',
          message: { payload: { n: 1 } },
          authentication: as(name),
        },
      },
    },
  ];
  for (const document of [mqtt, wss]) {
    expect(await complete(engine, say(document, 'ada'), { use })).toBeNull();
    expect(await complete(engine, say(document, 'mallory'), { use })).toMatchObject({
      fault: { title: 'Communication error' },
    });
  }
  expect(heard).toEqual(['ada', '/room {"n":1}', 'ada']);
  const unsafe = await described('mqtt', 'localhost:1');
  expect(await complete(engine, say(unsafe, 'ada'), { use })).toMatchObject({
    fault: { detail: expect.stringContaining('it needs mqtts') },
  });
});
