/** gRPC calls from proto files, against a real server: one answer, a stream, metadata, statuses, sudden ends. */
import {
  Server,
  ServerCredentials,
  status,
  type ServiceDefinition,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServerWritableStream,
  type Metadata,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { complete, definition, open, until } from './engine.ts';

const folder = fileURLToPath(new URL('fixtures', import.meta.url));

type Message = Record<string, unknown>;

interface Shop {
  readonly port: number;
  readonly placed: Metadata[];
}

/** A server as gRPC's own library makes it from the same proto file. */
async function shop(): Promise<Shop> {
  const placed: Metadata[] = [];
  const server = new Server();
  const description = loadSync('shop.proto', { includeDirs: [folder], keepCase: true, enums: String, longs: String });
  const orders = description['shop.v1.Orders'];
  if (orders === undefined) throw new TypeError('the proto file has no service');
  server.addService(orders as ServiceDefinition, {
    Get(call: ServerUnaryCall<Message, Message>, answer: sendUnaryData<Message>) {
      const id = String(call.request['id']);
      const code = Object.entries(status).find(([name]) => name === id)?.[1];
      if (typeof code === 'number') answer({ code, details: `as you wished: ${id}` });
      else if (id !== 'hang')
        answer(null, { id, number: '9007199254740993', state: 'PAID', prices: [{ currency: 'EUR', units: 3 }] });
    },
    Place(call: ServerUnaryCall<Message, Message>, answer: sendUnaryData<Message>) {
      placed.push(call.metadata);
      if (call.request['id'] === 'lose') server.forceShutdown();
      else answer(null, call.request);
    },
    Watch(call: ServerWritableStream<Message, Message>) {
      for (const number of [1, 2, 3]) call.write({ id: call.request['id'], number });
      call.end();
    },
    Upload() {},
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  onTestFinished(() => server.forceShutdown());
  return { port, placed };
}

const order = (
  { port }: Shop,
  method: string,
  { service = {}, ...given }: { readonly service?: object; readonly [field: string]: unknown } = {},
) => ({
  call: 'grpc',
  with: {
    proto: { endpoint: `file://${folder}/shop.proto` },
    service: { name: 'shop.v1.Orders', host: '127.0.0.1', port, ...service },
    method,
    arguments: given,
  },
});

const options = ({ port }: Shop) => ({ calls: { folders: [folder] }, egress: { allow: [`127.0.0.1:${port}`] } });

test('a method is called with messages made from JSON, over files that import others', async () => {
  const server = await shop();
  const engine = await open(options(server));
  expect(await complete(engine, [{ a: order(server, 'Get', { id: '${ .id }' }) }], { input: { id: 'A1' } })).toEqual({
    id: 'A1',
    number: '9007199254740993',
    state: 'PAID',
    note: '',
    prices: [{ currency: 'EUR', units: 3 }],
    labels: {},
    placed_at: null,
  });
  const note = Buffer.from('secret').toString('base64');
  const placed = { id: 'A2', number: 5, state: 'PAID', note, labels: { a: 'b' }, placed_at: { seconds: 7, nanos: 0 } };
  expect(await complete(engine, [{ a: order(server, 'Place', placed) }])).toMatchObject({
    ...placed,
    number: '5',
    placed_at: { seconds: '7' },
  });
  expect(await complete(engine, [{ a: order(server, 'Watch', { id: 'w' }) }])).toMatchObject([
    { number: '1' },
    { number: '2' },
    { number: '3' },
  ]);
});

test('what is wrong with the request is said before anything is sent', async () => {
  const server = await shop();
  const engine = await open(options(server));
  const detail = async (method: string, given: object, service: object = {}) =>
    ((await complete(engine, [{ a: order(server, method, { ...given, service }) }])) as { fault?: { detail?: string } })
      .fault?.detail;
  expect(await detail('Fetch', {})).toBe(
    'the service shop.v1.Orders has no method "Fetch"; it has Get, Place, Watch, Upload',
  );
  expect(await detail('Upload', {})).toContain('takes a stream');
  expect(await detail('Get', {}, { name: 'shop.v1.Nobody' })).toContain('no service "shop.v1.Nobody"');
  expect(await detail('Place', { prices: [{ unit: 3 }] })).toBe('Order has no field "prices.unit"');
  expect(await detail('Place', { state: 'LOST', prices: 'x' })).toContain('Order');
  expect(server.placed).toEqual([]);
});

test('statuses are faults with the status that HTTP has for them', async () => {
  const server = await shop();
  const engine = await open(options(server));
  const faultOf = async (id: string) =>
    ((await complete(engine, [{ a: order(server, 'Get', { id }) }])) as { fault?: object }).fault;
  expect(await faultOf('NOT_FOUND')).toMatchObject({ status: 404, detail: 'gRPC NOT_FOUND: as you wished: NOT_FOUND' });
  expect(await faultOf('UNAUTHENTICATED')).toMatchObject({ status: 401, title: 'Authentication error' });
  expect(await faultOf('PERMISSION_DENIED')).toMatchObject({ status: 403, title: 'Authorization error' });
  expect(await faultOf('RESOURCE_EXHAUSTED')).toMatchObject({ status: 429 });
  expect(await faultOf('DEADLINE_EXCEEDED')).toMatchObject({ status: 408, title: 'Timeout' });
});

test('who calls is in the metadata, with the key of what may not happen twice', async () => {
  const server = await shop();
  const engine = await open({ ...options(server), secrets: () => 'tOp-secret-9' });
  const authentication = { bearer: { token: '${ $secrets.token }' } };
  const flow = definition([{ a: order(server, 'Place', { id: 'A3', service: { authentication } }) }], {
    use: { secrets: ['token'] },
  });
  const id = await engine.start({ definition: flow });
  expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
  expect(server.placed[0]?.get('authorization')).toEqual(['Bearer tOp-secret-9']);
  expect(server.placed[0]?.get('idempotency-key')).toEqual([`${id}:a`]);
});

test('a server that went away in the middle leaves a word to a person; one that is not there is a fault', async () => {
  const server = await shop();
  const engine = await open(options(server));
  const id = await engine.start({ definition: definition([{ a: order(server, 'Place', { id: 'lose' }) }]) });
  await until(async () => (await engine.details(id)).waitingFor[0]?.kind === 'settlement');
  expect(await complete(engine, [{ a: order(server, 'Get', { id: 'gone' }) }])).toMatchObject({
    fault: { status: 503 },
  });
});

test('a cancelled call is cancelled on the server; private places are refused', async () => {
  const server = await shop();
  const engine = await open(options(server));
  const id = await engine.start({
    definition: definition([
      { a: { ...order(server, 'Get', { id: 'hang' }), timeout: { after: { milliseconds: 300 } } } },
    ]),
  });
  expect(await engine.result(id)).toMatchObject({ fault: { status: 408 } });
  expect(await complete(engine, [{ a: order({ ...server, port: 1 }, 'Get') }])).toMatchObject({
    fault: { status: 403, detail: expect.stringContaining('not a public address') },
  });
});
