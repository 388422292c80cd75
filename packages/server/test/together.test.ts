/** People read and write what agents share over HTTP, and write to agents; each tenant sees its own. */
import { expect, onTestFinished, test } from 'vitest';
import { jsonOf, startServer, waiting } from './support.ts';

async function serving() {
  const server = await startServer();
  onTestFinished(() => server[Symbol.asyncDispose]());
  const token = await server.tokenFor('operator');
  const call = (path: string, options: object = {}) => server.call(path, { token, ...options });
  return { server, call };
}

test('a value is written, read with who wrote it, and not overwritten unseen', async () => {
  const { server, call } = await serving();
  const put = (body: object) => call('/api/context', { method: 'PUT', body: { key: 'tone', ...body } });
  expect(await jsonOf(await put({ value: 'formal' }))).toEqual({ version: 1 });
  const refused = await put({ value: 'friendly' });
  expect(refused.status).toBe(409);
  expect(await jsonOf(refused)).toMatchObject({ found: 1, value: 'formal', title: 'Conflict' });
  expect(await jsonOf(await call('/api/context?prefix=to'))).toMatchObject({
    values: [
      {
        scope: 'tenant',
        key: 'tone',
        value: 'formal',
        version: 1,
        origin: { kind: 'user' },
        by: { user: 'operator of local' },
        conflicts: [{ number: 2, value: 'friendly', expected: 0, found: 1 }],
      },
    ],
  });
  expect(await jsonOf(await put({ value: 'friendly', expected: 1 }))).toEqual({ version: 3 });
  expect(await jsonOf(await call('/api/context/history?key=tone'))).toMatchObject({
    facts: [{ kind: 'context.written' }, { kind: 'context.refused' }, { kind: 'context.written', replaces: 1 }],
  });
  const foreign = await server.tokenFor('admin', 'elsewhere');
  expect(await jsonOf(await server.call('/api/context', { token: foreign }))).toEqual({ values: [] });
});

test('values of an execution are for those it belongs to; names and values have bounds', async () => {
  const { server, call } = await serving();
  const { id } = await jsonOf(await call('/api/orchestrate', { method: 'POST', body: { workflow: waiting() } }));
  const body = { scope: `execution:${String(id)}`, key: 'k', value: 1 };
  expect((await call('/api/context', { method: 'PUT', body })).status).toBe(200);
  const foreign = await server.tokenFor('admin', 'elsewhere');
  expect((await server.call('/api/context', { method: 'PUT', body, token: foreign })).status).toBe(404);
  for (const [wrong, status] of [
    [{ scope: 'everywhere', key: 'k', value: 1 }, 400],
    [{ key: '', value: 1 }, 400],
    [{ key: 'k', value: 'x'.repeat(300_000) }, 413],
  ] as const)
    expect((await call('/api/context', { method: 'PUT', body: wrong })).status).toBe(status);
});

test('a message is taken once and waits; nobody else sees it', async () => {
  const { server, call } = await serving();
  const body = { to: 'editor', body: { text: 'Shorten' }, id: 'm1' };
  const sent = await call('/api/messages', { method: 'POST', body });
  expect([sent.status, await jsonOf(sent)]).toEqual([202, { id: 'm1', isNew: true }]);
  expect(await jsonOf(await call('/api/messages', { method: 'POST', body }))).toEqual({ id: 'm1', isNew: false });
  expect(await jsonOf(await call('/api/messages?agent=editor&status=waiting'))).toMatchObject({
    messages: [{ id: 'm1', from: 'person:operator of local', to: 'editor', type: 'request', deliveries: 0 }],
  });
  expect(await jsonOf(await call('/api/messages?status=acknowledged'))).toEqual({ messages: [] });
  const foreign = await server.tokenFor('admin', 'elsewhere');
  expect(await jsonOf(await server.call('/api/messages', { token: foreign }))).toEqual({ messages: [] });
});
