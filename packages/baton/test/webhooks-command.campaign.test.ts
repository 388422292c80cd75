/** A webhook is set on the command line; a message of another service is taken in once, whatever becomes of the process. */
import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openWorkplace, type Started } from './run-baton.ts';

const key = randomBytes(32);
const definition =
  "document: { dsl: '1.0.3', namespace: shop, name: order, version: '1.0.0' }\ndo: [{ take: { set: { order: '${ .data.order }' } } }]\n";

interface Served {
  readonly url: string;
  readonly token: string;
  readonly process: Started;
}

test('messages are taken in once, over kill -9, and the audit says who set what', async () => {
  using place = openWorkplace({ BATON_SECRET_SHOP: `whsec_${key.toString('base64')}` });
  place.file('order.yaml', definition);
  const serve = async (): Promise<Served> => {
    const process = place.start('serve', '--port', '0', '--json', '--define', 'order.yaml', '--log', 'log.jsonl');
    const [line] = await process.until(/^\{.*"url".*\}$/m);
    return { process, ...JSON.parse(line) };
  };
  const first = await serve();
  expect((await place.run('webhooks', 'set', 'shop', '--secret', 'shop', '--workflow', 'shop/order')).code).toBe(0);
  const early = await place.run('webhooks', 'set', 'early', '--secret', 'later', '--workflow', 'shop/later');
  expect(early.talk).toMatch(/once all is there: there is no secret later yet.*no definition shop\/later is published/);
  expect((await place.run('webhooks', 'remove', 'early')).code).toBe(0);
  expect((await place.run('webhooks', 'set', 'bad', '--event', '-')).code).toBe(2);
  expect((await place.run('webhooks')).out).toBe('shop  starts shop/order  signed with shop\n');
  const taken = await send(first, 'msg_1');
  expect(taken).toMatchObject({ status: 201, body: { isKnown: false } });
  expect((await send(first, 'msg_2', 'forged')).status).toBe(401);
  expect((await place.run('cancel', 'nothing')).code).toBe(3);
  first.process.kill('SIGKILL');
  await first.process.finished;

  const second = { ...(await serve()), token: first.token };
  expect(await send(second, 'msg_1')).toMatchObject({ status: 200, body: { isKnown: true } });
  const get = async (path: string): Promise<Record<string, unknown>> =>
    (await fetch(second.url + path, { headers: { authorization: `Bearer ${first.token}` } })).json().then(Object);
  expect((await get('/api/executions'))['executions']).toMatchObject([
    { id: taken.body['id'], user: 'webhook/shop', phase: 'completed', output: { order: 7 } },
  ]);
  expect((await get('/api/audit'))['entries']).toMatchObject([
    { action: 'POST /api/webhooks/{name}', user: 'webhook/shop', result: 'done', status: 200 },
    { action: 'POST /api/orchestrate/{id}/cancel', key: 'socket', target: 'nothing', result: 'refused', status: 404 },
    { action: 'POST /api/webhooks/{name}', user: '', result: 'refused', status: 401 },
    { action: 'POST /api/webhooks/{name}', user: 'webhook/shop', result: 'done', target: taken.body['id'] },
    { action: 'POST /api/webhooks', key: 'socket', result: 'refused', status: 400 },
    { action: 'DELETE /api/webhooks/{name}', key: 'socket', result: 'done', target: 'early' },
    { action: 'POST /api/webhooks', key: 'socket', result: 'done', target: 'early' },
    { action: 'POST /api/webhooks', key: 'socket', result: 'done', target: 'shop' },
  ]);
  const made = (await place.run('keys', 'add', 'eve', '--role', 'operator', '--tenant', 'shop')).out.trim();
  const who = await fetch(`${second.url}/api/session`, { headers: { authorization: `Bearer ${made}` } });
  expect(await who.json()).toMatchObject({ tenant: 'shop', user: 'eve', role: 'operator' });
  const listed = (await place.run('keys', '--tenant', 'shop')).out;
  expect(listed).toMatch(/^[0-9a-f]{12} {2}eve {2}operator {2}made on the command line, used \d{4}-\d\d-\d\d\n$/);
  expect((await place.run('keys', 'revoke', listed.slice(0, 12), '--tenant', 'shop')).code).toBe(0);
  expect((await place.run('keys', 'add', 'eve', '--role', 'king')).code).toBe(2);
  expect((await place.run('webhooks', 'remove', 'shop')).code).toBe(0);
  expect((await send(second, 'msg_3')).status).toBe(404);
});

async function send({ url }: Served, id: string, signed?: string) {
  const body = JSON.stringify({ type: 'order.paid', data: { order: 7 } });
  const at = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', key)
    .update(`${id}.${at}.${signed ?? body}`)
    .digest('base64');
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` };
  const answer = await fetch(`${url}/api/webhooks/shop`, { method: 'POST', body, headers });
  const read: Record<string, unknown> = Object(await answer.json());
  return { status: answer.status, body: read };
}
