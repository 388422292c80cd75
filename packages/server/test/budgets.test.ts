/** What is spent is seen and limited over HTTP: each tenant its own, each user but those who manage only what they spent. */
import type { FunctionDefinition } from '@batonhq/engine';
import { expect, it } from 'vitest';
import { jsonOf, startServer } from './support.ts';

const stamp: FunctionDefinition = { name: 'stamp', cost: { money: 0.5 }, run: () => 'sent' };
const workflow = {
  document: { dsl: '1.0.3', namespace: 'test', name: 'mail', version: '1.0.0' },
  do: [{ send: { call: 'stamp', with: {} } }],
};

it('limits users, tells accounts and costs to those whose they are', async () => {
  await using server = await startServer({ functions: [stamp] });
  const admin = await server.tokenFor('admin');
  const operator = await server.tokenFor('operator');
  const foreign = await server.tokenFor('admin', 'elsewhere');
  const user = `user/${encodeURIComponent('operator of local')}`;
  const start = async (more: object = {}): Promise<unknown> => {
    const answer = await server.call('/api/orchestrate', {
      method: 'POST',
      token: operator,
      body: { workflow, ...more },
    });
    const { id } = await jsonOf(answer);
    return jsonOf(await server.call(`/api/orchestrate/${String(id)}/result`, { token: operator }));
  };
  const set = (body: object, token = admin): Promise<Response> =>
    server.call('/api/budgets', { method: 'POST', token, body });

  expect(
    await jsonOf(await set({ account: 'user/operator of local', budget: { money: 1 }, per: 'month' })),
  ).toMatchObject({
    account: user,
    caps: { money: 1_000_000 },
    per: 'month',
  });
  expect(await start()).toMatchObject({ phase: 'completed' });
  expect(await start({ budget: { money: 0.1 } })).toMatchObject({ phase: 'faulted', fault: { status: 402 } });
  expect((await set({ account: user, budget: { money: -1 } })).status).toBe(400);
  expect((await set({ account: 'moon', budget: null })).status).toBe(400);
  expect((await set({ account: user, budget: null }, operator)).status).toBe(403);

  const read = async (path: string, token: string): Promise<unknown> => jsonOf(await server.call(path, { token }));
  // What was spent is told a moment after a task has ended.
  await expect
    .poll(() => read('/api/budgets', operator))
    .toMatchObject({
      currency: 'USD',
      accounts: expect.arrayContaining([
        expect.objectContaining({ account: user, spent: { money: 500_000, calls: 1 } }),
      ]),
    });
  expect(await read('/api/budgets/costs', operator)).toMatchObject({
    costs: [{ of: 'stamp', user: 'operator of local' }],
  });
  expect(await read('/api/costs?by=user,of', admin)).toEqual({
    tenant: 'local',
    currency: 'USD',
    total: { spent: { money: 500_000, calls: 1 }, reserved: {} },
    groups: 1,
    costs: [{ user: 'operator of local', of: 'stamp', spent: { money: 500_000, calls: 1 }, reserved: {} }],
  });
  expect(await read('/api/costs', await server.tokenFor('viewer'))).toMatchObject({ total: { spent: {} }, costs: [] });
  expect((await server.call('/api/costs?by=moon', { token: admin })).status).toBe(400);
  expect(await read('/api/budgets/costs', await server.tokenFor('viewer'))).toEqual({ costs: [], next: null });
  expect(await read('/api/budgets', foreign)).toEqual({ tenant: 'elsewhere', currency: null, accounts: [] });
});
