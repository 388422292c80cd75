import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { may, roles, type Role } from '@batonhq/server';
import { jsonOf, quick, startServer, waiting, type TestServer } from './support.ts';

/**
 * Every route, what it may be asked with, and who may. A route that is not here fails the first test: whoever adds one
 * decides here who may use it.
 */
const table: Readonly<Record<string, { readonly allowed: readonly Role[] | 'anyone'; readonly body?: unknown }>> = {
  'post /api/orchestrate': { allowed: ['operator', 'developer', 'admin'], body: { workflow: waiting('by-role') } },
  'get /api/orchestrate/{id}': { allowed: roles },
  'get /api/orchestrate/{id}/result': { allowed: roles },
  'get /api/orchestrate/stream/{id}': { allowed: roles },
  'post /api/orchestrate/{id}/pause': { allowed: ['operator', 'developer', 'admin'] },
  'post /api/orchestrate/{id}/resume': { allowed: ['operator', 'developer', 'admin'] },
  'post /api/orchestrate/{id}/cancel': { allowed: ['operator', 'developer', 'admin'] },
  'post /api/orchestrate/{id}/signal': { allowed: ['operator', 'developer', 'admin'], body: { name: 'never' } },
  'get /api/orchestrate/{id}/branch': { allowed: roles },
  'post /api/orchestrate/{id}/branch': { allowed: ['operator', 'developer', 'admin'], body: {} },
  'post /api/orchestrate/{id}/revise': { allowed: ['operator', 'developer', 'admin'], body: { definition: {} } },
  'get /api/executions': { allowed: roles },
  'get /api/executions/{id}/events': { allowed: roles },
  'get /api/executions/{id}/files': { allowed: roles },
  'get /api/executions/{id}/files/content': { allowed: roles },
  'post /api/executions/bulk': {
    allowed: ['operator', 'developer', 'admin'],
    body: { action: 'pause', filter: { name: 'none' } },
  },
  'post /api/definitions': { allowed: ['developer', 'admin'], body: { definition: waiting('published') } },
  'get /api/definitions': { allowed: roles },
  'get /api/definitions/{namespace}/{name}': { allowed: roles },
  'post /api/events': { allowed: ['operator', 'developer', 'admin'], body: { type: 'none', source: '/test' } },
  'get /api/events': { allowed: roles },
  'get /api/agents': { allowed: roles },
  'get /api/agents/{name}': { allowed: roles },
  'get /api/executions/{id}/assignments': { allowed: roles },
  'get /api/tools': { allowed: roles },
  'get /api/messages': { allowed: roles },
  'post /api/messages': { allowed: ['operator', 'developer', 'admin'], body: { to: 'nobody', body: null } },
  'get /api/context': { allowed: roles },
  'get /api/context/history': { allowed: roles },
  'put /api/context': { allowed: ['operator', 'developer', 'admin'], body: { key: 'k', value: 1, merge: 'add' } },
  'get /api/functions': { allowed: roles },
  'get /api/plans': { allowed: roles },
  'post /api/plans': { allowed: ['operator', 'developer', 'admin'], body: { goal: 'a goal' } },
  'get /api/plans/{name}': { allowed: roles },
  'get /api/plans/{name}/diff': { allowed: roles },
  'post /api/plans/{name}/versions': { allowed: ['operator', 'developer', 'admin'], body: { definition: {} } },
  'post /api/plans/{name}/revert': { allowed: ['operator', 'developer', 'admin'], body: { version: 1 } },
  'post /api/plans/{name}/approve': { allowed: ['operator', 'approver', 'developer', 'admin'], body: {} },
  'get /api/budgets': { allowed: roles },
  'get /api/limits': { allowed: roles },
  'post /api/limits/free': { allowed: ['admin'], body: { resource: 'host/nowhere' } },
  'get /api/budgets/costs': { allowed: roles },
  'get /api/costs': { allowed: roles },
  'get /api/audit': { allowed: ['admin'] },
  'get /metrics': { allowed: roles },
  'get /api/webhooks': { allowed: ['admin'] },
  'post /api/webhooks': { allowed: ['admin'], body: { name: 'none', secrets: ['none'], event: {} } },
  'delete /api/webhooks/{name}': { allowed: ['admin'] },
  'post /api/webhooks/{name}': { allowed: 'anyone' },
  'post /api/budgets': { allowed: ['admin'], body: { account: 'user/nobody', budget: { tokens: 1 } } },
  'get /api/schedules': { allowed: roles },
  'get /api/schedules/{namespace}/{name}': { allowed: roles },
  'post /api/schedules/{namespace}/{name}/pause': { allowed: ['developer', 'admin'] },
  'post /api/schedules/{namespace}/{name}/resume': { allowed: ['developer', 'admin'] },
  'post /api/schedules/{namespace}/{name}/delete': { allowed: ['developer', 'admin'] },
  'post /api/schedules/{namespace}/{name}/trigger': { allowed: ['developer', 'admin'], body: {} },
  'get /api/approvals': { allowed: roles },
  'post /api/approvals/{id}/approve': { allowed: ['approver', 'admin'], body: {} },
  'post /api/approvals/{id}/deny': { allowed: ['approver', 'admin'], body: {} },
  'post /api/approvals/{id}/amend': { allowed: ['approver', 'admin'], body: { input: {} } },
  'get /api/keys': { allowed: ['admin'] },
  'post /api/keys': { allowed: ['admin'], body: { user: 'dana', name: 'test', role: 'viewer' } },
  'delete /api/keys/{key}': { allowed: ['admin'] },
  'post /api/tickets': { allowed: roles },
  'post /api/session': { allowed: 'anyone', body: { token: 'none' } },
  'get /api/session': { allowed: roles },
  'delete /api/session': { allowed: 'anyone' },
  'get /api/executions/{id}/definition': { allowed: roles },
  'get /api/system/metrics': { allowed: roles },
  'get /api/health/live': { allowed: 'anyone' },
  'get /api/health/ready': { allowed: 'anyone' },
};

/** Answers that mean: you may, whatever came of it. */
const refused = [401, 403];

let server: TestServer;
const tokens = new Map<Role, string>();
let foreign = '';
let execution = '';
/** One whose result is there: that of the other one would be waited for. */
let ended = '';

beforeAll(async () => {
  server = await startServer({ pace: { rate: 10_000, burst: 10_000 } });
  for (const role of roles) tokens.set(role, await server.tokenFor(role));
  foreign = await server.tokenFor('admin', 'elsewhere');
  execution = await started(waiting());
  ended = await started(quick);
});

afterAll(() => server[Symbol.asyncDispose]());

async function started(workflow: unknown): Promise<string> {
  const token = tokens.get('admin') ?? '';
  const answer = await server.call('/api/orchestrate', { method: 'POST', token, body: { workflow } });
  return String((await jsonOf(answer))['id']);
}

/** Asks a route and reads no further than its head: streams would go on. */
async function statusOf(route: string, token?: string): Promise<number> {
  const [method = '', path = ''] = route.split(' ');
  const address = path
    .replace('{id}', path.endsWith('/result') ? ended : execution)
    .replace('{namespace}', 'no')
    .replace('{name}', 'schedule')
    .replace('{key}', '000000000000');
  const body = table[route]?.body;
  const options = { method: method.toUpperCase(), body, ...(token !== undefined && { token }) };
  const response = await server.call(address, options);
  await response.body?.cancel();
  return response.status;
}

describe('who may use which route', () => {
  it('is decided in this table for every route there is', () => {
    const declared = server.api.routes.map(({ method, path }) => `${method} ${path}`);
    expect(declared.toSorted()).toEqual(Object.keys(table).toSorted());
  });

  it('is what the rights of the roles say', () => {
    for (const { method, path, needs } of server.api.routes) {
      const expected = needs === 'anyone' ? needs : roles.filter((role) => may(role, needs));
      expect(table[`${method} ${path}`]?.allowed, `${method} ${path}`).toEqual(expected);
    }
  });

  // Cancelling comes last: an execution that has ended takes no more orders.
  it.each(Object.keys(table).toSorted((a) => (a.endsWith('/cancel') ? 1 : -1)))('%s', async (route) => {
    const { allowed } = table[route] ?? { allowed: [] };
    // Signing in with a key that is none is refused for that reason, not for want of a key.
    if (route === 'post /api/session') return;
    expect(refused.includes(await statusOf(route))).toBe(allowed !== 'anyone');
    if (allowed === 'anyone') return;
    for (const role of roles) {
      const status = await statusOf(route, tokens.get(role));
      expect([role, status === 403]).toEqual([role, !allowed.includes(role)]);
      expect(status).not.toBe(401);
      expect(status).not.toBe(500);
    }
  });

  it('GET /api/session tells each role the routes that are open to it', async () => {
    for (const role of roles) {
      const { may: open } = await jsonOf(await server.call('/api/session', { token: tokens.get(role) ?? '' }));
      const expected = Object.entries(table).filter(
        ([, { allowed }]) => allowed === 'anyone' || allowed.includes(role),
      );
      const names = expected.map(([route]) => route.replace(/^\w+/, (method) => method.toUpperCase()));
      expect([role, new Set([open].flat())]).toEqual([role, new Set(names)]);
    }
    const { may: elsewhere } = await jsonOf(await server.call('/api/session', { token: foreign }));
    const shared = server.api.routes.filter(({ isShared }) => isShared === true);
    for (const { method, path } of shared) expect(elsewhere).not.toContain(`${method.toUpperCase()} ${path}`);
    expect(elsewhere).toContain('POST /api/keys');
  });

  it('a key of another tenant finds nothing of this one', async () => {
    const ofOne = server.api.routes.filter(({ path }) => path.includes('{id}'));
    expect(ofOne.length).toBeGreaterThan(8);
    for (const { method, path } of ofOne) {
      expect([path, await statusOf(`${method} ${path}`, foreign)]).toEqual([path, 404]);
    }
    const shared = server.api.routes.filter(({ isShared }) => isShared === true);
    expect(shared.length).toBeGreaterThan(5);
    for (const { method, path } of shared) {
      expect([path, await statusOf(`${method} ${path}`, foreign)]).toEqual([path, 403]);
    }
    const list = await jsonOf(await server.call('/api/executions', { token: foreign }));
    expect(list['executions']).toEqual([]);
  });
});
