/** Keys are made for one's own tenant, and for others by those who manage the installation; what nobody knows is refused. */
import { expect, it } from 'vitest';
import { jsonOf, startServer, waiting } from './support.ts';

it('makes keys of other tenants for admins of the tenant local only', async () => {
  await using server = await startServer();
  const admin = await server.tokenFor('admin');
  const make = (token: string, more: object): Promise<Response> =>
    server.call('/api/keys', { method: 'POST', token, body: { user: 'eve', name: 'laptop', role: 'admin', ...more } });
  const made = await make(admin, { tenant: 'shop' });
  expect(made.status).toBe(201);
  const { id, token } = await jsonOf(made);
  expect(await jsonOf(await server.call('/api/session', { token: String(token) }))).toMatchObject({
    tenant: 'shop',
    user: 'eve',
    role: 'admin',
  });
  expect((await make(String(token), {})).status).toBe(201);
  for (const tenant of ['local', 'other']) expect((await make(String(token), { tenant })).status).toBe(403);
  expect((await server.call('/api/keys?tenant=local', { token: String(token) })).status).toBe(403);
  expect((await make(admin, { tenant: '../x' })).status).toBe(400);
  const { keys } = await jsonOf(await server.call('/api/keys?tenant=shop', { token: admin }));
  expect(keys).toHaveLength(2);
  const revoke = await server.call(`/api/keys/${String(id)}?tenant=shop`, { method: 'DELETE', token: admin });
  expect(revoke.status).toBe(204);
  expect((await server.call('/api/session', { token: String(token) })).status).toBe(401);
});

it('refuses members that nobody knows, by their name', async () => {
  await using server = await startServer();
  const token = await server.tokenFor('admin');
  for (const [path, body] of [
    ['/api/keys', { user: 'eve', name: 'x', role: 'viewer', tennant: 'other' }],
    ['/api/orchestrate', { workflow: waiting(), bugdet: { money: 1 } }],
    ['/api/webhooks', { name: 'x', secrets: ['y'], event: {}, secret: 'z' }],
  ] as const) {
    const answer = await server.call(path, { method: 'POST', token, body });
    expect([path, answer.status]).toEqual([path, 400]);
    expect(await jsonOf(answer)).toMatchObject({ detail: expect.stringMatching(/tennant|bugdet|secret/) });
  }
});
