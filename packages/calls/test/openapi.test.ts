/** OpenAPI calls against local servers that are described by the document: versions, styles, bodies, references, faults. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  complete,
  definition,
  eventsOf,
  json,
  open,
  serve,
  temporaryFolder,
  until,
  type LocalServer,
} from './engine.ts';

const call = (server: LocalServer, more: object, path = '/openapi.json') => [
  { call: { call: 'openapi', with: { document: { endpoint: `${server.url}${path}` }, ...more } } },
];

const parameter = (name: string, place: string, more: object = {}) => ({ name, in: place, schema: {}, ...more });

const pets = {
  openapi: '3.1.0',
  servers: [{ url: '/v{major}', variables: { major: { default: '2' } } }],
  paths: {
    '/pets/{petId}': {
      parameters: [{ $ref: '#/components/parameters/petId' }],
      get: {
        operationId: 'getPet',
        parameters: [
          parameter('tags', 'query'),
          parameter('ids', 'query', { explode: false }),
          parameter('filter', 'query', { style: 'deepObject', explode: true }),
          parameter('X-Trace', 'header'),
          parameter('session', 'cookie'),
        ],
      },
      patch: {
        operationId: 'renamePet',
        requestBody: { $ref: 'shared.yaml#/bodies/Pet' },
      },
    },
    '/form': {
      post: {
        operationId: 'sendForm',
        requestBody: { content: { 'application/x-www-form-urlencoded': { schema: {} } } },
      },
    },
  },
  components: {
    parameters: { petId: parameter('petId', 'path', { required: true }) },
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
  },
};

const shared = `
bodies:
  Pet: { required: true, content: { text/plain: {}, application/merge-patch+json: {} } }
`;

async function petServer(): Promise<LocalServer> {
  return serve((seen, response) => {
    if (seen.url === '/openapi.json') json(response, pets);
    else if (seen.url === '/shared.yaml') response.end(shared);
    else if (seen.url.includes('missing')) json(response, { why: 'gone' }, 404);
    else json(response, { id: 7 });
  });
}

test('parameters go where the document says, in their styles', async () => {
  const server = await petServer();
  const engine = await open({ egress: { allow: [server.host] } });
  const parameters = {
    petId: '${ .pet }',
    tags: ['a b', 'c'],
    ids: [1, 2],
    filter: { color: 'red' },
    'X-Trace': 't1',
    'X-Key': 'k1',
    session: 's1',
  };
  const tasks = call(server, { operationId: 'getPet', parameters });
  expect(await complete(engine, tasks, { input: { pet: 'a/b' } })).toEqual({ id: 7 });
  expect(server.seen.at(-1)).toMatchObject({
    method: 'GET',
    url: '/v2/pets/a%2Fb?tags=a+b&tags=c&ids=1%2C2&filter%5Bcolor%5D=red',
    headers: { 'x-trace': 't1', 'x-key': 'k1', cookie: 'session=s1' },
  });
});

test('a body is given whole or by its members, in the type the document prefers', async () => {
  const server = await petServer();
  const engine = await open({ egress: { allow: [server.host] } });
  const rename = (parameters: object) => complete(engine, call(server, { operationId: 'renamePet', parameters }));
  await rename({ petId: 1, name: 'Milou', age: 3 });
  expect(server.seen.at(-1)).toMatchObject({
    method: 'PATCH',
    body: '{"name":"Milou","age":3}',
    headers: { 'content-type': 'application/merge-patch+json' },
  });
  await rename({ petId: 1, body: [1, 2] });
  expect(server.seen.at(-1)).toMatchObject({ body: '[1,2]' });
  await complete(engine, call(server, { operationId: 'sendForm', parameters: { a: 'x y', b: [1, 2] } }));
  expect(server.seen.at(-1)).toMatchObject({ body: 'a=x+y&b=1&b=2', url: '/v2/form' });
});

test('what is wrong with the arguments is said before anything is sent', async () => {
  const server = await petServer();
  const engine = await open({ egress: { allow: [server.host] } });
  const failed = async (operationId: string, parameters: object) =>
    complete(engine, call(server, { operationId, parameters }));
  expect(await failed('renamePet', {})).toMatchObject({
    fault: {
      status: 400,
      detail:
        'operation renamePet: path parameter "petId" is missing; its body is missing: give "body", or the members of the body',
    },
  });
  expect(await failed('getPet', { petId: 1, tag: 'x' })).toMatchObject({
    fault: { detail: 'operation getPet: "tag" is no parameter of it' },
  });
  expect(await failed('get_pet', {})).toMatchObject({
    fault: { detail: 'the document has no operation "get_pet"; it has getPet' },
  });
  expect(server.seen.map(({ url }) => url).filter((url) => url.startsWith('/v2'))).toEqual([]);
});

test('an answer outside of 2xx is a fault; output and redirect mean what they mean for HTTP', async () => {
  const server = await petServer();
  const engine = await open({ egress: { allow: [server.host] } });
  const get = (petId: string, more: object = {}) =>
    complete(engine, call(server, { operationId: 'getPet', parameters: { petId }, ...more }));
  expect(await get('missing')).toMatchObject({ fault: { status: 404, detail: expect.stringContaining('gone') } });
  expect(await get('1', { output: 'raw' })).toBe(Buffer.from('{"id":7}').toString('base64'));
  expect(await get('1', { output: 'response' })).toMatchObject({ statusCode: 200, content: { id: 7 } });
});

test('version 2 documents and files are read too; files only below the folders that were named', async () => {
  const server = await serve((_seen, response) => json(response, []));
  const folder = temporaryFolder();
  const document = {
    swagger: '2.0',
    host: server.host,
    schemes: ['http'],
    basePath: '/v2',
    paths: {
      '/pet/findByStatus': {
        get: {
          operationId: 'findPetsByStatus',
          parameters: [{ name: 'status', in: 'query', type: 'array', collectionFormat: 'pipes' }],
        },
      },
    },
  };
  writeFileSync(join(folder, 'pets.json'), JSON.stringify(document));
  const engine = await open({ egress: { allow: [server.host] }, calls: { folders: [folder] } });
  const find = (endpoint: string) => [
    {
      call: {
        call: 'openapi',
        with: { document: { endpoint }, operationId: 'findPetsByStatus', parameters: { status: ['a', 'b'] } },
      },
    },
  ];
  expect(await complete(engine, find(`file://${folder}/pets.json`))).toEqual([]);
  expect(server.seen[0]).toMatchObject({ url: '/v2/pet/findByStatus?status=a%7Cb' });
  const id = await engine.start({ definition: definition(find('file:///etc/hostname')) });
  await until(async () => (await engine.details(id)).view.phase === 'suspended');
  expect((await engine.details(id)).waitingFor).toContainEqual({
    kind: 'resume',
    reason: 'reading /etc/hostname; allow its folder with the option folders or --allow-folder',
  });
});

test('document and call prove who is calling by their own policies', async () => {
  const server = await serve((seen, response) => {
    if (seen.url === '/openapi.json') json(response, pets);
    else json(response, { token: seen.headers.authorization });
  });
  const engine = await open({ egress: { allow: [server.host] }, secrets: () => 'tOp-secret-9' });
  const with_ = {
    document: {
      endpoint: { uri: `${server.url}/openapi.json`, authentication: { basic: { username: 'u', password: 'p' } } },
    },
    operationId: 'getPet',
    parameters: { petId: 1 },
    authentication: { bearer: { token: '${ $secrets.token }' } },
  };
  const flow = definition([{ call: { call: 'openapi', with: with_ } }], { use: { secrets: ['token'] } });
  const id = await engine.start({ definition: flow });
  expect(await engine.result(id)).toMatchObject({ output: { token: 'Bearer ***' } });
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Basic dTpw', 'Bearer tOp-secret-9']);
  expect(JSON.stringify(await eventsOf(engine, id))).not.toContain('tOp-secret-9');
});

test('the document and the servers it names go through the guarded way out', async () => {
  const server = await serve((_seen, response) =>
    json(response, { ...pets, servers: [{ url: 'http://169.254.169.254/latest' }] }),
  );
  const engine = await open({ egress: { allow: [server.host] } });
  const refused = { fault: { status: 403, detail: expect.stringContaining('not a public address') } };
  const tasks = call(server, { operationId: 'getPet', parameters: { petId: 1 } });
  expect(await complete(engine, tasks)).toMatchObject(refused);
  const metadata = { ...server, url: 'http://10.0.0.1' };
  expect(await complete(engine, call(metadata, { operationId: 'getPet' }))).toMatchObject(refused);
});

test('an operation that changes something is not done twice after a crash, one that reads is', async () => {
  const hanging = await serve((seen, response) => {
    if (seen.url === '/openapi.json') json(response, pets);
    else if (seen.url === '/shared.yaml') response.end(shared);
  });
  const path = temporaryFolder();
  const first = await open({ egress: { allow: [hanging.host] } }, path);
  const start = async (operationId: string, parameters: object) =>
    first.start({ definition: definition(call(hanging, { operationId, parameters })) });
  const reading = await start('getPet', { petId: 1 });
  const changing = await start('renamePet', { petId: 1, name: 'x' });
  const calls = () => hanging.seen.filter(({ url }) => url.startsWith('/v2'));
  await until(() => calls().length === 2);
  await first.close(0);
  const second = await open({ egress: { allow: [hanging.host] } }, path);
  await until(async () => (await second.details(changing)).waitingFor[0]?.kind === 'settlement');
  await until(() => calls().length === 3);
  expect(
    calls()
      .map(({ method }) => method)
      .toSorted(),
  ).toEqual(['GET', 'GET', 'PATCH']);
  await second.cancel(reading);
});
