/** Descriptions of services, and values for them, that want more than they should have: credentials, files, other paths. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { complete, json, open, serve, temporaryFolder } from './engine.ts';

const path = { name: 'id', in: 'path', required: true, schema: {} };
const described = (paths: object) => ({ openapi: '3.1.0', servers: [{ url: '/' }], paths });

test('a value leads to no other path than the one that is described', async () => {
  const server = await serve(({ url }, response) => {
    if (url === '/openapi.json')
      json(response, described({ '/users/{id}/orders': { get: { operationId: 'list', parameters: [path] } } }));
    else json(response, { url });
  });
  const engine = await open({ egress: { allow: [server.host] } });
  const call = async (id: unknown) =>
    complete(engine, [
      {
        a: {
          call: 'openapi',
          with: { document: { endpoint: `${server.url}/openapi.json` }, operationId: 'list', parameters: { id } },
        },
      },
    ]);
  for (const id of ['..', '.', ''])
    expect(await call(id)).toMatchObject({
      fault: { status: 400, detail: expect.stringContaining('path parameter "id" may not be') },
    });
  expect(await call('../x?y#z')).toEqual({ url: '/users/..%2Fx%3Fy%23z/orders' });
  expect(await call('...')).toEqual({ url: '/users/.../orders' });
  const http = async (id: string) =>
    complete(engine, [{ a: { call: 'http', with: { method: 'get', endpoint: `${server.url}/users/{id}` } } }], {
      input: { id },
    });
  for (const id of ['..', '.'])
    expect(await http(id)).toMatchObject({ fault: { detail: expect.stringContaining('would lead elsewhere') } });
  expect(await http('../x')).toEqual({ url: '/users/..%2Fx' });
});

test('what a document refers to elsewhere sees no credentials, and is no file of this machine', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'private.json'), JSON.stringify({ servers: [{ url: 'http://127.0.0.1:1/private' }] }));
  const other = await serve((_seen, response) => json(response, { get: { operationId: 'x' } }));
  const server = await serve(({ url }, response) => {
    if (url === '/own.json')
      json(response, described({ '/': { $ref: 'part.json' }, '/other': { $ref: `${other.url}/part.json` } }));
    else if (url === '/part.json') json(response, { get: { operationId: 'own' } });
    else if (url === '/file.json')
      json(response, { ...described({}), paths: { $ref: `file://${folder}/private.json` } });
    else json(response, { url });
  });
  const engine = await open({ egress: { allow: [server.host, other.host] }, calls: { folders: [folder] } });
  const call = async (document: string, operationId: string) =>
    complete(engine, [
      {
        a: {
          call: 'openapi',
          with: {
            document: {
              endpoint: { uri: `${server.url}${document}`, authentication: { bearer: { token: 'a-token' } } },
            },
            operationId,
          },
        },
      },
    ]);
  expect(await call('/own.json', 'x')).toMatchObject({ url: '/other' });
  expect(other.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  expect(server.seen.filter(({ url }) => url.endsWith('.json')).map(({ headers }) => headers.authorization)).toEqual([
    'Bearer a-token',
    'Bearer a-token',
  ]);
  expect(await call('/file.json', 'x')).toMatchObject({
    fault: { status: 403, detail: expect.stringContaining('may not refer to the file') },
  });
});

test('a value ends no cookie, no header and no line', async () => {
  const operation = {
    operationId: 'x',
    parameters: ['cookie', 'header'].map((place) => ({ name: `in-${place}`, in: place, schema: {} })),
  };
  const server = await serve(({ url }, response) =>
    json(response, url === '/openapi.json' ? described({ '/': { get: operation } }) : {}),
  );
  const engine = await open({ egress: { allow: [server.host] } });
  const call = async (parameters: object) =>
    complete(engine, [
      {
        a: {
          call: 'openapi',
          with: { document: { endpoint: `${server.url}/openapi.json` }, operationId: 'x', parameters },
        },
      },
    ]);
  expect(await call({ 'in-cookie': 'a; admin=1, "b" \\é' })).toEqual({});
  expect(server.seen.at(-1)?.headers.cookie).toBe('in-cookie=a%3B%20admin=1%2C%20%22b%22%20%5C%C3%A9');
  expect(await call({ 'in-header': 'a\r\nX-Admin: 1' })).toMatchObject({ phase: 'faulted' });
  expect(server.seen.filter(({ headers }) => headers['x-admin'] !== undefined)).toEqual([]);
});

test('neither do imports of a proto file', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'private.proto'), 'what nobody may see');
  const other = await serve((_seen, response) =>
    response.end('syntax = "proto3"; package x; message M { string id = 1; }'),
  );
  const server = await serve(({ url }, response) => {
    const place = url === '/file.proto' ? `file://${folder}/private.proto` : `${other.url}/m.proto`;
    response.end(`syntax = "proto3"; package x; import "${place}"; service S { rpc Get(M) returns (M); }`);
  });
  const engine = await open({ egress: { allow: [server.host, other.host] }, calls: { folders: [folder] } });
  const call = async (file: string) => {
    const endpoint = { uri: `${server.url}${file}`, authentication: { bearer: { token: 'a-token' } } };
    const service = { name: 'x.S', host: '127.0.0.1', port: 1 };
    return complete(engine, [
      { a: { call: 'grpc', with: { proto: { endpoint }, service, method: 'Get', arguments: { id: 'x' } } } },
    ]);
  };
  expect(await call('/other.proto')).toMatchObject({
    fault: { status: 403, detail: expect.stringContaining('127.0.0.1') },
  });
  expect(other.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  const refused = await call('/file.proto');
  expect(refused).toMatchObject({ fault: { detail: expect.stringContaining('may not refer to the file') } });
  expect(JSON.stringify(refused)).not.toContain('what nobody may see');
});
