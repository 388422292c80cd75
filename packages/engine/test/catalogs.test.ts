/** What a definition refers to is fetched when it is published or started, and stands in it from then on. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { addressIn, rawAddress } from '../src/catalog/function-address.ts';
import { definition, folder, open } from './open-engine.ts';

const greet = `
input: { schema: { document: { type: object, required: [ name ] } } }
set: { greeting: '\${ "hello, " + .name }' }
`;

/** A server that answers with documents by path; a missing one is 404, a guarded one wants to know who asks. */
async function documents(files: Record<string, string>, guard?: string) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const file = files[request.url ?? ''];
    const isAllowed = guard === undefined || request.headers.authorization === guard;
    response.writeHead(isAllowed ? (file === undefined ? 404 : 200) : 401).end(isAllowed ? file : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const allow = [`127.0.0.1:${port}`];
  return { files, asked, root: `http://127.0.0.1:${port}`, egress: { allow } };
}

const calling = (call: string, endpoint: unknown, more: object = {}) =>
  definition([{ say: { call, with: { name: '${ .name }' } } }], {
    use: { catalogs: { shared: { endpoint } }, ...more },
  });

test('a function of a catalog is frozen into the definition, whatever becomes of the catalog', async () => {
  const server = await documents({ '/functions/greet/1.0.0/function.yaml': greet });
  const place = folder();
  const engine = await place.open({ egress: server.egress });
  const flow = calling('greet:1.0.0@shared', server.root);
  const { definition: stored } = await engine.define(flow);
  expect(stored).toMatchObject({ use: { functions: { 'greet:1.0.0@shared': { set: {} } } } });
  server.files['/functions/greet/1.0.0/function.yaml'] = 'set: { greeting: changed }';
  const named = { namespace: 'test', name: 'flow' };
  const output = { phase: 'completed', output: { greeting: 'hello, Ada' } };
  expect(await engine.result(await engine.start({ definition: named, input: { name: 'Ada' } }))).toEqual(output);
  await engine.close();
  const next = await place.open();
  expect(await next.result(await next.start({ definition: named, input: { name: 'Ada' } }))).toEqual(output);
  const invalid = await next.result(await next.start({ definition: named, input: { name: null } }));
  expect(invalid).toEqual({ phase: 'completed', output: { greeting: 'hello, ' } });
  expect(server.asked).toHaveLength(1);
});

test('functions may call functions at addresses, and schemas may stand elsewhere', async () => {
  const server = await documents({
    '/outer.yaml': 'do: [ { inner: { call: ROOT/inner.yaml, with: { n: "${ .n }" } } } ]',
    '/inner.yaml': 'set: "${ .n * 2 }"\noutput: { schema: { format: json, resource: { endpoint: ROOT/number.json } } }',
    '/number.json': '{ "type": "number", "maximum": 10 }',
  });
  for (const [name, text] of Object.entries(server.files)) server.files[name] = text.replaceAll('ROOT', server.root);
  const engine = await open({ egress: server.egress });
  const flow = definition([{ go: { call: `${server.root}/outer.yaml`, with: { n: '${ .n }' } } }]);
  const resultFor = async (n: number) => engine.result(await engine.start({ definition: flow, input: { n } }));
  expect(await resultFor(4)).toEqual({ phase: 'completed', output: 8 });
  expect(await resultFor(6)).toMatchObject({ phase: 'faulted', fault: { status: 400, detail: /output/ } });
  expect(server.asked).toHaveLength(3);
});

test('catalogs in folders are read where that is allowed, and nowhere else', async () => {
  const root = mkdtempSync(join(tmpdir(), 'baton-catalog-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const file = join(root, 'functions/greet/2.1.0/function.yaml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, greet);
  const flow = calling('greet:2.1.0@shared', pathToFileURL(root).href);
  await expect((await open()).define(flow)).rejects.toThrow('not in a folder that definitions may read');
  const engine = await open({ folders: [root] });
  expect(await engine.result(await engine.start({ definition: flow, input: { name: 'Bo' } }))).toMatchObject({
    output: { greeting: 'hello, Bo' },
  });
  const outside = calling('greet:2.1.0@shared', pathToFileURL(join(root, '../../etc')).href);
  await expect(engine.define(outside)).rejects.toThrow('cannot be used');
});

test('who asks is proved by basic or bearer, with values or from a secret', async () => {
  const server = await documents({ '/functions/greet/1.0.0/function.yaml': greet }, 'Bearer sesame');
  const engine = await open({
    egress: server.egress,
    secrets: (name) => (name === 'key' ? { token: 'sesame' } : undefined),
  });
  const withPolicy = (authentication: object) => ({ uri: server.root, authentication });
  const use = { authentications: { mine: { bearer: { use: 'key' } } }, secrets: ['key'] };
  await engine.define(calling('greet:1.0.0@shared', withPolicy({ use: 'mine' }), use));
  await expect(
    engine.define(calling('greet:1.0.0@shared', withPolicy({ basic: { username: 'a', password: 'b' } }))),
  ).rejects.toThrow('the answer was 401');
});

test('every document that cannot be had is named, with its place', async () => {
  const server = await documents({ '/bad.yaml': 'set: { x: [ }', '/no-task.yaml': 'greeting: hello' });
  const engine = await open({ egress: server.egress });
  const flow = `
document: { dsl: '1.0.3', namespace: test, name: broken, version: '1.0.0' }
use: { catalogs: { shared: { endpoint: '${server.root}' } } }
do:
  - a: { call: 'gone:1.0.0@shared' }
  - b: { call: '${server.root}/bad.yaml' }
`;
  const error = await engine.define(flow).catch((failure: unknown) => failure);
  expect(error).toMatchObject({
    name: 'DefinitionError',
    diagnostics: [
      { line: 5, pointer: '/do/0/a/call', message: expect.stringContaining('the answer was 404') },
      { line: 6, pointer: '/do/1/b/call', message: expect.stringMatching(/bad\.yaml cannot be used: line 1/) },
    ],
  });
  await expect(engine.define(definition([{ c: { call: `${server.root}/no-task.yaml` } }]))).rejects.toThrow('kind');
});

test('addresses of pages stand for the files they show', () => {
  const log = { name: 'log', version: '1.0.0', catalog: 'any' };
  expect(addressIn('https://example.com/catalog/', log)).toBe(
    'https://example.com/catalog/functions/log/1.0.0/function.yaml',
  );
  expect(addressIn('https://github.com/acme/catalog/tree/main', log)).toBe(
    'https://raw.githubusercontent.com/acme/catalog/main/functions/log/1.0.0/function.yaml',
  );
  expect(addressIn('https://github.com/acme/catalog', log)).toContain('/acme/catalog/main/functions/log/');
  expect(rawAddress('https://gitlab.com/acme/catalog/-/blob/v2/f/function.yaml')).toBe(
    'https://gitlab.com/acme/catalog/-/raw/v2/f/function.yaml',
  );
  expect(rawAddress('https://github.com/acme/functions/mail/check@v1.2.0')).toBe(
    'https://raw.githubusercontent.com/acme/functions/v1.2.0/mail/check/function.yaml',
  );
});
