/** AsyncAPI calls over HTTP, WebSocket and MQTT, against a real broker and real servers: sending, consuming, ending. */
import { type AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { expect, onTestFinished, test } from 'vitest';
import { broker, call, described, documentOfThree } from './broker.ts';
import { complete, definition, eventsOf, json, open, serve, temporaryFolder, until } from './engine.ts';

test('MQTT: a message is sent to the topic, and messages are consumed until there are enough', async () => {
  const { aedes, host } = await broker();
  const sent: string[] = [];
  aedes.on('publish', ({ topic, payload }, client) => {
    if (client !== null) sent.push(`${topic} ${payload.toString()}`);
  });
  const document = await described(documentOfThree({ main: { host, protocol: 'mqtt' } }, 'rooms/{room}'));
  const engine = await open({ egress: { allow: [host, document.host] } });
  const server = { name: 'main', variables: { room: 'kitchen' } };
  expect(
    await complete(
      engine,
      call(document, { operation: 'say', server, message: { payload: { text: '${ .t }' }, headers: { a: 'b' } } }),
      { input: { t: 'hi' } },
    ),
  ).toBeNull();
  expect(sent).toEqual(['rooms/kitchen {"text":"hi"}']);
  const hear = (consume: object) =>
    definition(call(document, { operation: 'hear', subscription: { filter: '${ .payload.n % 2 == 1 }', consume } }));
  const ids = await Promise.all(
    [{ amount: 2 }, { until: '${ map(.payload.n) | add > 3 }' }, { while: '${ length < 2 }' }].map(async (consume) =>
      engine.start({ definition: hear(consume) }),
    ),
  );
  await until(() => aedes.connectedClients === 3);
  let n = 0;
  const timer = setInterval(() => {
    n += 1;
    aedes.publish(
      { cmd: 'publish', topic: 'rooms/lobby', payload: JSON.stringify({ n }), qos: 1, dup: false, retain: false },
      () => undefined,
    );
  }, 20);
  const results = await Promise.all(ids.map(async (id) => engine.result(id)));
  clearInterval(timer);
  for (const result of results) {
    if (result.phase !== 'completed') throw new TypeError(JSON.stringify(result));
    const heard = (result.output as readonly { payload: { n: number } }[]).map(({ payload }) => payload.n);
    expect(heard).toEqual([heard[0], (heard[0] ?? 0) + 2]);
    expect((heard[0] ?? 0) % 2).toBe(1);
  }
  await until(() => aedes.connectedClients === 0);
});

test('MQTT: the broker asks who calls; time ends a subscription; nothing goes where it may not', async () => {
  const { host } = await broker('l0velace!');
  const document = await described(documentOfThree({ main: { host, protocol: 'mqtt' } }, 'rooms/{room}'));
  const engine = await open({ egress: { allow: [host, document.host] }, secrets: () => 'l0velace!' });
  const say = (password: string) => ({
    operation: 'say',
    message: { payload: { x: 1 } },
    authentication: { basic: { username: 'ada', password } },
  });
  const use = { secrets: ['password'] };
  const id = await engine.start({ definition: definition(call(document, say('${ $secrets.password }')), { use }) });
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: null });
  expect(JSON.stringify(await eventsOf(engine, id))).not.toContain('l0velace!');
  expect(await complete(engine, call(document, say('wrong')))).toMatchObject({ fault: { status: 401 } });
  const subscription = { consume: { amount: 5, for: { milliseconds: 200 } } };
  expect(
    await complete(
      engine,
      call(document, { operation: 'hear', subscription, authentication: say('l0velace!').authentication }),
    ),
  ).toEqual([]);
  const elsewhere = await described(documentOfThree({ main: { host: '10.0.0.1', protocol: 'mqtt' } }, 'x'));
  const guarded = await open({ egress: { allow: [elsewhere.host] } });
  for (const protocol of ['mqtt', 'ws', 'http']) {
    const place = await described(documentOfThree({ main: { host: '10.0.0.1', protocol } }, 'x'));
    const careful = await open({ egress: { allow: [place.host] } });
    expect(await complete(careful, call(place, { operation: 'say', message: { payload: {} } }))).toMatchObject({
      fault: { status: 403 },
    });
  }
  expect(await complete(guarded, call(elsewhere, { operation: 'whisper', message: {} }))).toMatchObject({
    fault: { detail: 'the document has no operation "whisper"; it has say, hear' },
  });
});

test('WebSocket: what is sent arrives, a stream that breaks is taken up again', async () => {
  const http = await described({});
  const said: string[] = [];
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  let connections = 0;
  server.on('connection', (socket, request) => {
    connections += 1;
    socket.on('message', (data) =>
      said.push(
        `${request.url} ${request.headers.authorization} ${Buffer.isBuffer(data) ? data.toString('utf8') : 'in parts'}`,
      ),
    );
    if (request.url !== '/rooms/lobby') return;
    socket.send(JSON.stringify({ connection: connections }));
    socket.close();
  });
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const document = await described({
    asyncapi: '2.6.0',
    servers: { live: { url: `ws://${host}`, protocol: 'ws' }, other: { url: 'kafka.example.com', protocol: 'kafka' } },
    channels: {
      '/rooms/{room}': { parameters: { room: { schema: { default: 'lobby' } } }, publish: {}, subscribe: {} },
    },
  });
  const engine = await open({ egress: { allow: [host, document.host, http.host] } });
  const channel = '/rooms/{room}';
  const authentication = { bearer: { token: 'a-token' } };
  const message = { payload: { text: 'hi' } };
  const server_ = { name: 'live', variables: { room: 'kitchen' } };
  expect(
    await complete(engine, call(document, { channel, protocol: 'ws', server: server_, message, authentication })),
  ).toBeNull();
  await until(() => said.length === 1);
  expect(said).toEqual(['/rooms/kitchen Bearer a-token {"text":"hi"}']);
  expect(
    await complete(engine, call(document, { channel, protocol: 'ws', subscription: { consume: { amount: 2 } } })),
  ).toEqual([{ payload: { connection: 2 } }, { payload: { connection: 3 } }]);
  const id = await engine.start({ definition: definition(call(document, { channel, protocol: 'kafka', message })) });
  await until(async () => (await engine.details(id)).view.phase === 'suspended');
});

test('HTTP: requests carry messages; events, lines and lists are consumed', async () => {
  const server = await serve(({ method, url }, response) => {
    if (method === 'POST') json(response, {}, url === '/refused' ? 422 : 202);
    else if (url === '/events')
      response.setHeader('content-type', 'text/event-stream').end(': hello\n\ndata: {"n":1}\n\ndata: {"n":2}\n\n');
    else if (url === '/lines') response.setHeader('content-type', 'application/x-ndjson').end('{"n":1}\n{"n":2}');
    else json(response, [{ n: 1 }, { n: 2 }]);
  });
  const engine = await open({ egress: { allow: ['127.0.0.1'] } });
  const at = async (address: string) =>
    described(documentOfThree({ main: { host: server.host, protocol: 'http' } }, address));
  const message = { payload: { x: 1 }, headers: { 'X-Own': 'yes' } };
  expect(await complete(engine, call(await at('/inbox'), { operation: 'say', message }))).toBeNull();
  expect(server.seen[0]).toMatchObject({ url: '/inbox', body: '{"x":1}', headers: { 'x-own': 'yes' } });
  expect(await complete(engine, call(await at('/refused'), { operation: 'say', message }))).toMatchObject({
    fault: { status: 422 },
  });
  for (const address of ['/events', '/lines', '/list'])
    expect(
      await complete(engine, call(await at(address), { operation: 'hear', subscription: { consume: { amount: 2 } } })),
    ).toEqual([{ payload: { n: 1 } }, { payload: { n: 2 } }]);
});

test('MQTT: with foreach each message is worked on when it has come, over a restart, until there are enough', async () => {
  const { aedes, host, subscribed } = await broker();
  const document = await described(documentOfThree({ main: { host, protocol: 'mqtt' } }, 'rooms/{room}'));
  const path = temporaryFolder();
  const worked: unknown[] = [];
  const options = {
    egress: { allow: [host, document.host] },
    functions: [{ name: 'work', run: (_context: unknown, input: unknown) => worked.push(input) }],
  };
  const say = (n: number): void =>
    aedes.publish(
      { cmd: 'publish', topic: 'rooms/lobby', payload: JSON.stringify({ n }), qos: 1, dup: false, retain: false },
      () => undefined,
    );
  const subscription = {
    filter: '${ .payload.n > 0 }',
    consume: { amount: 4 },
    foreach: {
      item: 'message',
      do: [{ work: { call: 'work', with: { n: '${ $message.payload.n }' } } }],
      output: { as: '${ [$index, .] }' },
    },
  };
  const before = await open(options, path);
  const id = await before.start({ definition: definition(call(document, { operation: 'hear', subscription })) });
  await until(() => subscribed() === 1);
  for (const n of [0, 1, 2]) say(n);
  await until(() => worked.length === 2);
  expect(worked).toEqual([{ n: 1 }, { n: 2 }]);
  await before.close(0);
  await until(() => aedes.connectedClients === 0);
  const after = await open(options, path);
  await until(() => subscribed() === 2);
  for (const n of [3, 4]) say(n);
  expect(await after.result(id)).toEqual({
    phase: 'completed',
    output: [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ],
  });
  expect(worked).toHaveLength(4);
  await until(() => aedes.connectedClients === 0);
});
