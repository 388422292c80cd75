/** HTTP calls as a definition makes them, against a real server. */
import { expect, test } from 'vitest';
import { complete, definition, eventsOf, open, until } from './open-engine.ts';
import { json, serve } from './local-server.ts';

const call = (more: object) => [{ call: { call: 'http', with: more } }];

test('content is parsed, raw is base64, response is the whole answer', async () => {
  const server = await serve((_seen, response) => json(response, { id: 1 }));
  const engine = await open({ egress: { allow: [server.host] } });
  const get = (output?: string) =>
    complete(
      engine,
      call({ method: 'get', endpoint: `${server.url}/pets/1`, ...(output !== undefined && { output }) }),
    );
  expect(await get()).toEqual({ id: 1 });
  expect(await get('raw')).toBe(Buffer.from('{"id":1}').toString('base64'));
  expect(await get('response')).toMatchObject({
    request: { method: 'GET', uri: `${server.url}/pets/1` },
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    content: { id: 1 },
  });
});

test('method, query, headers and body arrive as written', async () => {
  const server = await serve((_seen, response) => json(response, {}));
  const engine = await open({ egress: { allow: ['127.0.0.1'] } });
  await complete(
    engine,
    call({
      method: 'post',
      endpoint: `${server.url}/pets?a=1`,
      query: { tag: 'x y', n: 2 },
      headers: { 'X-Own': 'yes' },
      body: { name: '${ .name }' },
    }),
    { name: 'Milou' },
  );
  expect(server.seen[0]).toMatchObject({
    method: 'POST',
    url: '/pets?a=1&tag=x+y&n=2',
    body: '{"name":"Milou"}',
    headers: { 'x-own': 'yes', 'content-type': 'application/json' },
  });
});

test('an answer outside of 2xx is a communication fault with its status', async () => {
  const server = await serve((_seen, response) => json(response, { why: 'no' }, 503));
  const engine = await open({ egress: { allow: [server.host] } });
  expect(await complete(engine, call({ method: 'get', endpoint: server.url }))).toMatchObject({
    phase: 'faulted',
    fault: {
      type: 'https://serverlessworkflow.io/spec/1.0.0/errors/communication',
      status: 503,
      detail: expect.stringContaining('"why":"no"'),
    },
  });
});

test('a redirect is a fault unless the definition welcomes it, and then it is followed', async () => {
  const server = await serve((seen, response) => {
    if (seen.url === '/new') json(response, { moved: true });
    else response.writeHead(302, { location: '/new' }).end();
  });
  const engine = await open({ egress: { allow: [server.host] } });
  expect(await complete(engine, call({ method: 'get', endpoint: server.url }))).toMatchObject({
    fault: { status: 302 },
  });
  expect(await complete(engine, call({ method: 'get', endpoint: server.url, redirect: true }))).toEqual({
    moved: true,
  });
});

test('a redirect to another origin takes no key along, in whatever header, and no body', async () => {
  const other = await serve((seen, response) => json(response, { got: Object.keys(seen.headers).toSorted() }));
  const server = await serve((seen, response) => {
    response
      .writeHead(seen.method === 'GET' ? 302 : 307, { location: seen.url === '/own' ? '/moved' : other.url })
      .end();
  });
  const engine = await open({ egress: { allow: [server.host, other.host] } });
  const headers = {
    'X-Api-Key': 'a-key',
    Cookie: 'a=b',
    Authorization: 'x',
    Accept: 'text/x',
    'Content-Language': 'en',
  };
  const given = (method: string) => call({ method, endpoint: server.url, redirect: true, headers });
  expect(await complete(engine, given('get'))).toEqual({
    got: ['accept', 'connection', 'content-language', 'host'],
  });
  expect(
    await complete(engine, call({ method: 'post', endpoint: server.url, redirect: true, body: { key: 'a-key' } })),
  ).toMatchObject({ fault: { detail: expect.stringContaining('redirected with its body') } });
  expect(other.seen).toHaveLength(1);
});

test('an answer that is nested without end is a fault, and the engine goes on', async () => {
  const server = await serve((_seen, response) =>
    response.setHeader('content-type', 'application/json').end('['.repeat(200_000) + ']'.repeat(200_000)),
  );
  const engine = await open({ egress: { allow: [server.host] } });
  for (const output of ['content', 'response'])
    expect(await complete(engine, call({ method: 'get', endpoint: server.url, output }))).toMatchObject({
      fault: { detail: expect.stringContaining('nested deeper than 500 levels') },
    });
  expect(await complete(engine, [{ a: { set: { x: 1 } } }])).toEqual({ x: 1 });
});

test('loopback and private addresses are refused, by number, by name, and behind a redirect', async () => {
  const server = await serve((_seen, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/x' }).end());
  const engine = await open({ egress: { allow: [server.host] } });
  const refusal = async (endpoint: string) => (await complete(engine, call({ method: 'get', endpoint }))) as object;
  const refused = { phase: 'faulted', fault: { status: 403, detail: expect.stringContaining('not a public address') } };
  for (const endpoint of [
    'http://127.0.0.1:9/',
    'http://localhost:9/',
    'http://10.0.0.1/',
    'http://[::1]/',
    'http://169.254.169.254/latest',
    'http://2130706433/',
    'http://[::ffff:7f00:1]/',
  ]) {
    expect({ endpoint, ...(await refusal(endpoint)) }).toMatchObject({ endpoint, ...refused });
  }
  expect(await complete(engine, call({ method: 'get', endpoint: server.url, redirect: true }))).toMatchObject(refused);
});

test('a request that got no answer is a fault when it may be repeated, and unknown when it may not', async () => {
  const server = await serve((_seen, response) => response.destroy());
  const engine = await open({ egress: { allow: [server.host, '127.0.0.1:1'] } });
  expect(await complete(engine, call({ method: 'get', endpoint: server.url }))).toMatchObject({
    phase: 'faulted',
    fault: { status: 500 },
  });
  expect(await complete(engine, call({ method: 'post', endpoint: 'http://127.0.0.1:1/' }))).toMatchObject({
    phase: 'faulted',
    fault: { detail: expect.stringContaining('ECONNREFUSED') },
  });
  const id = await engine.start({ definition: definition(call({ method: 'post', endpoint: server.url })) });
  await until(async () => (await engine.details(id)).waitingFor[0]?.kind === 'settlement');
  await engine.settle(id, 'call', { by: 'ada', decision: { kind: 'completed', output: { known: true } } });
  expect(await engine.result(id)).toMatchObject({ output: { known: true } });
});

test('an answer that is too late or too large is given up', async () => {
  const server = await serve((seen, response) => {
    if (seen.url === '/large') response.end('x'.repeat(5_000));
  });
  const [hasty, frugal] = [
    await open({ egress: { allow: [server.host], timeout: 100 } }),
    await open({ egress: { allow: [server.host], maxBytes: 1_000 } }),
  ];
  expect(await complete(hasty, call({ method: 'get', endpoint: `${server.url}/late` }))).toMatchObject({
    fault: { detail: 'no complete answer within 100 ms' },
  });
  expect(await complete(frugal, call({ method: 'get', endpoint: `${server.url}/large` }))).toMatchObject({
    fault: { detail: 'the answer is larger than 1000 bytes' },
  });
});

test('a keyed call sends its idempotency key', async () => {
  const server = await serve((_seen, response) => json(response, {}));
  const engine = await open({ egress: { allow: [server.host] } });
  const task = { call: 'http', with: { method: 'post', endpoint: server.url }, metadata: { repeat: 'keyed' } };
  const id = await engine.start({ definition: definition([{ pay: task }]) });
  await engine.result(id);
  expect(server.seen[0]?.headers['idempotency-key']).toBe(`${id}:pay`);
});

test('secrets reach the other side and nothing else', async () => {
  const server = await serve((seen, response) => json(response, { echo: seen.headers.authorization, query: seen.url }));
  const secrets = (name: string) =>
    ({ token: 'tOp-secret-9', login: { username: 'ada', password: 'l0velace!' } })[name];
  const engine = await open({ egress: { allow: [server.host] }, secrets });
  const endpoint = (authentication: object) => ({ uri: server.url, authentication });
  const flow = (authentication: object, name: string) =>
    definition(call({ method: 'get', endpoint: endpoint(authentication), output: 'response' }), {
      name,
      use: { secrets: ['token', 'login'] },
    });
  const ids = [
    await engine.start({ definition: flow({ bearer: { token: '${ $secrets.token }' } }, 'bearer') }),
    await engine.start({
      definition: flow(
        { basic: { username: '${ $secrets.login.username }', password: '${ $secrets.login.password }' } },
        'basic',
      ),
    }),
  ];
  for (const id of ids) await engine.result(id);
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer tOp-secret-9',
    `Basic ${Buffer.from('ada:l0velace!').toString('base64')}`,
  ]);
  const recorded = JSON.stringify(await Promise.all(ids.map((id) => eventsOf(engine, id))));
  expect(recorded).not.toContain('tOp-secret-9');
  expect(recorded).not.toContain('l0velace!');
});

test('a secret that is not there faults the task', async () => {
  const engine = await open({ secrets: () => undefined });
  const flow = definition(
    call({
      method: 'get',
      endpoint: { uri: 'http://example.com', authentication: { bearer: { token: '${ $secrets.token }' } } },
    }),
    { use: { secrets: ['token'] } },
  );
  expect(await engine.result(await engine.start({ definition: flow }))).toMatchObject({
    phase: 'faulted',
    fault: { status: 403, detail: expect.stringContaining('token') },
  });
});

test('a cancelled call lets go of its connection', async () => {
  const closed = Promise.withResolvers<void>();
  const server = await serve((_seen, response) => response.once('close', () => closed.resolve()));
  const engine = await open({ egress: { allow: [server.host] } });
  const id = await engine.start({ definition: definition(call({ method: 'get', endpoint: server.url })) });
  await until(() => server.seen.length === 1);
  await engine.cancel(id);
  await closed.promise;
  expect(await engine.result(id)).toEqual({ phase: 'cancelled' });
});
