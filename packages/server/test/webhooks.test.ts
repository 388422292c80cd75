/** Messages of others come in by webhooks: signed, recent, each once; whatever else is sent does nothing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { jsonOf, quick, startServer, type TestServer } from './support.ts';

const key = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`;
const older = `whsec_${Buffer.from('the secret that was there before').toString('base64')}`;
const secrets = (name: string): string | undefined => ({ now: key, before: older })[name];

interface Sending {
  readonly id?: string;
  readonly at?: Date;
  readonly secret?: string;
  readonly body?: string;
  /** Sent instead of what was signed. */
  readonly forged?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const message = JSON.stringify({ type: 'order.paid', data: { order: 7 } });

function send(server: TestServer, name: string, sending: Sending = {}): Promise<Response> {
  const { id = 'msg_1', at = new Date(), secret = key, body = message, forged = body, headers } = sending;
  return server.call(`/api/webhooks/${name}`, {
    method: 'POST',
    body: forged,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
      ...headers,
    },
  });
}

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baton-webhooks-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

async function withWebhooks(): Promise<{ readonly server: TestServer; readonly admin: string }> {
  const server = await startServer({ directory, secrets });
  const admin = await server.tokenFor('admin');
  const set = (body: unknown): Promise<Response> =>
    server.call('/api/webhooks', { method: 'POST', token: admin, body });
  await server.call('/api/definitions', { method: 'POST', token: admin, body: { definition: quick } });
  expect((await set({ name: 'shop', secrets: ['now', 'before'], event: {} })).status).toBe(201);
  expect(await jsonOf(await set({ name: 'orders', secrets: ['now'], workflow: 'test/quick' }))).toMatchObject({
    missing: [],
  });
  expect((await set({ name: 'both', secrets: ['now'], workflow: 'test/quick', event: {} })).status).toBe(400);
  expect((await set({ name: '../x', secrets: ['now'], event: {} })).status).toBe(400);
  return { server, admin };
}

async function published(server: TestServer, token: string): Promise<unknown> {
  return (await jsonOf(await server.call('/api/events', { token })))['events'];
}

it('a webhook makes an event, or an execution, of a message; the same message again does nothing, also after a restart', async () => {
  const first = await withWebhooks();
  expect((await send(first.server, 'shop')).status).toBe(201);
  expect((await send(first.server, 'shop', { id: 'msg_2', secret: older })).status).toBe(201);
  const start = await jsonOf(await send(first.server, 'orders'));
  await first.server.stop();
  const server = await startServer({ directory, secrets });
  try {
    const again = await send(server, 'shop', { at: new Date(Date.now() + 1_000) });
    expect([again.status, await jsonOf(again)]).toEqual([200, { id: 'msg_1', isKnown: true }]);
    expect(await jsonOf(await send(server, 'orders'))).toMatchObject({ isKnown: true });
    expect(await published(server, first.admin)).toMatchObject([
      { event: { type: 'order.paid', source: '/webhooks/shop', id: 'msg_1', data: { data: { order: 7 } } } },
      { event: { id: 'msg_2' } },
    ]);
    const { executions } = await jsonOf(await server.call('/api/executions', { token: first.admin }));
    expect(executions).toMatchObject([{ id: start['id'], user: 'webhook/orders' }]);
    const { entries } = await jsonOf(await server.call('/api/audit?user=webhook/orders', { token: first.admin }));
    expect(entries).toMatchObject([{ result: 'done' }, { result: 'done', target: start['id'] }]);
    expect((await server.call('/api/webhooks/shop', { method: 'DELETE', token: first.admin })).status).toBe(204);
    expect((await send(server, 'shop', { id: 'msg_3' })).status).toBe(404);
  } finally {
    await server.stop();
  }
});

it('a webhook refuses what is not signed, signed by others, changed, too old, too new or too large', async () => {
  const { server, admin } = await withWebhooks();
  try {
    const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);
    const stranger = `whsec_${Buffer.from('somebody else').toString('base64')}`;
    const attacks: readonly (readonly [Sending, number])[] = [
      [{ headers: { 'webhook-signature': '' } }, 401],
      [{ headers: { 'webhook-signature': 'v1,' } }, 401],
      [{ headers: { 'webhook-signature': 'v2,AAAA' } }, 401],
      [{ secret: stranger }, 401],
      [{ forged: message.replace('7', '8') }, 401],
      [{ headers: { 'webhook-id': 'msg_9' } }, 401],
      [{ at: minutes(-6) }, 401],
      [{ at: minutes(6) }, 401],
      [{ at: minutes(-6), headers: { 'webhook-timestamp': String(Math.floor(Date.now() / 1_000)) } }, 401],
      [{ headers: { 'webhook-timestamp': 'soon' } }, 401],
      [{ headers: { 'webhook-timestamp': `${Math.floor(Date.now() / 1_000)}.9e99` } }, 401],
      [{ body: 'x'.repeat(1024 * 1024 + 1) }, 413],
    ];
    for (const [attack, status] of attacks)
      expect([attack.headers ?? attack.at, (await send(server, 'shop', attack)).status]).toEqual([
        attack.headers ?? attack.at,
        status,
      ]);
    expect(await published(server, admin)).toEqual([]);
  } finally {
    await server.stop();
  }
});

it('a webhook says that it cannot check a message whose secret is missing', async () => {
  await using server = await startServer();
  const admin = await server.tokenFor('admin');
  const set = (body: unknown) => server.call('/api/webhooks', { method: 'POST', token: admin, body });
  expect(await jsonOf(await set({ name: 'shop', secrets: ['now'], event: {} }))).toMatchObject({
    missing: ['there is no secret now yet: baton secrets set now'],
  });
  expect(await jsonOf(await set({ name: 'orders', secrets: ['now'], workflow: 'test/none:1.0.0' }))).toMatchObject({
    missing: [expect.any(String), 'no definition test/none:1.0.0 is published yet: baton define FILE'],
  });
  const answer = await send(server, 'shop');
  expect(answer.status).toBe(503);
  expect(await jsonOf(answer)).toMatchObject({ detail: expect.stringContaining('the secret now') });
});

it('events over HTTP come structured, binary, or in a batch that is taken whole or not at all', async () => {
  await using server = await startServer();
  const token = await server.tokenFor('operator');
  const post = (type: string, body: string, headers = {}): Promise<Response> =>
    server.call('/api/events', { method: 'POST', token, body, headers: { 'content-type': type, ...headers } });
  const event = { specversion: '1.0', type: 'a', source: '/s', id: '1', data: [1] };
  expect((await post('application/cloudevents+json', JSON.stringify(event))).status).toBe(201);
  const binary = { 'ce-specversion': '1.0', 'ce-type': 'b', 'ce-source': '/s%20x', 'ce-id': '2' };
  expect((await post('application/json', '{"x":1}', binary)).status).toBe(201);
  expect((await post('image/png', 'PNG', { ...binary, 'ce-id': '3' })).status).toBe(201);
  const batch = 'application/cloudevents-batch+json';
  expect((await post(batch, JSON.stringify([{ ...event, id: '4' }, { type: 'c' }]))).status).toBe(400);
  expect(await jsonOf(await post(batch, JSON.stringify([{ ...event, id: '5' }, event])))).toMatchObject({
    events: [{ isKnown: false }, { isKnown: true }],
  });
  expect((await jsonOf(await server.call('/api/events', { token })))['events']).toMatchObject([
    { event: { id: '1', data: [1] } },
    { event: { id: '2', source: '/s x', data: { x: 1 }, datacontenttype: 'application/json' } },
    { event: { id: '3', data_base64: Buffer.from('PNG').toString('base64') } },
    { event: { id: '5' } },
  ]);
});
