/** GitHub's own document: ten megabytes, read in time, and an operation called on a server that holds requests to it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { Ajv, type ValidateFunction } from 'ajv';
import { expect, test } from 'vitest';
import { findOperation } from '../src/openapi/operation.ts';
import { LinkedDocument } from '../src/resource/linked-document.ts';
import { parseDocument } from '../src/resource/parse-document.ts';
import { complete, json, open, serve } from './engine.ts';

const file = fileURLToPath(import.meta.resolve('@octokit/openapi/generated/api.github.com.json'));
const bytes = readFileSync(file);

test('the document is parsed and an operation found in less than three seconds', async () => {
  const begun = process.cpuUsage();
  const url = new URL('https://api.github.com/openapi.json');
  const refuse = async (): Promise<JsonObject> => Promise.reject(new TypeError('it refers to nothing else'));
  const document = new LinkedDocument({ value: parseDocument({ url, bytes }), base: url }, refuse);
  const operation = await findOperation(document, 'issues/create');
  const { user, system } = process.cpuUsage(begun);
  expect(operation).toMatchObject({
    method: 'POST',
    path: '/repos/{owner}/{repo}/issues',
    servers: ['https://api.github.com'],
    bodyTypes: ['application/json'],
    bodyRequired: true,
  });
  expect(operation.parameters.map(({ name }) => name)).toEqual(['owner', 'repo']);
  expect((user + system) / 1_000).toBeLessThan(3_000);
});

/** What the document says about the body of the operation, as a check of its own. */
function bodyCheck(document: JsonObject): ValidateFunction {
  const at = ['paths', '/repos/{owner}/{repo}/issues', 'post', 'requestBody', 'content', 'application/json', 'schema'];
  const schema = at.reduce<Json>((value, name) => (isJsonObject(value) ? (value[name] ?? null) : null), document);
  if (!isJsonObject(schema)) throw new TypeError('the document has no schema for the body');
  const withoutNullable = (name: string, value: unknown): unknown => (name === 'nullable' ? undefined : value);
  const plain: JsonObject = JSON.parse(JSON.stringify(schema, withoutNullable));
  return new Ajv({ strict: false, logger: false }).compile({ ...plain, additionalProperties: false });
}

test('an operation is called on a server that validates requests by the same document', async () => {
  const document: JsonObject = JSON.parse(bytes.toString('utf8'));
  const check = bodyCheck(document);
  const server = await serve(({ url, method, body }, response) => {
    if (url === '/openapi.json') {
      json(response, { ...document, servers: [{ url: server.url }] });
      return;
    }
    if (method !== 'POST' || url !== '/repos/octo/hello/issues') json(response, { message: 'Not Found' }, 404);
    else if (!check(JSON.parse(body))) json(response, { message: check.errors }, 422);
    else json(response, { number: 42, title: JSON.parse(body).title }, 201);
  });
  const engine = await open({ egress: { allow: [server.host] } });
  const create = (parameters: object) =>
    complete(engine, [
      {
        create: {
          call: 'openapi',
          with: { document: { endpoint: `${server.url}/openapi.json` }, operationId: 'issues/create', parameters },
        },
      },
    ]);
  const given = { owner: 'octo', repo: 'hello', title: 'It works', labels: ['bug'] };
  expect(await create(given)).toEqual({ number: 42, title: 'It works' });
  expect(await create({ ...given, colour: 'red' })).toMatchObject({ fault: { status: 422 } });
  expect(await create({ ...given, labels: 'bug' })).toMatchObject({ fault: { status: 422 } });
  expect(server.seen.filter(({ url }) => url === '/openapi.json')).toHaveLength(1);
});
