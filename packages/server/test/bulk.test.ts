import { expect, it } from 'vitest';
import { jsonOf, startServer, waiting } from './support.ts';

it('orders many: a dry run counts them, ids name them, and those of other tenants are nobody', async () => {
  await using server = await startServer();
  const token = await server.tokenFor('operator');
  const foreign = await server.tokenFor('operator', 'acme');
  const start = async (by: string, name: string) =>
    String(
      (
        await jsonOf(
          await server.call('/api/orchestrate', { method: 'POST', token: by, body: { workflow: waiting(name) } }),
        )
      )['id'],
    );
  const [first, second] = [await start(token, 'first'), await start(token, 'second')];
  const theirs = await start(foreign, 'theirs');
  const order = async (body: unknown) =>
    jsonOf(await server.call('/api/executions/bulk', { method: 'POST', token, body }));
  const filter = { ids: [first, first, theirs, 'nobody'] };
  expect(await order({ action: 'cancel', filter })).toEqual({ matched: 1, done: 0, refused: [] });
  expect(await order({ action: 'cancel', filter, dryRun: false })).toEqual({ matched: 1, done: 1, refused: [] });
  expect(await order({ action: 'cancel', filter: {} })).toMatchObject({ matched: 1, done: 0 });
  const phaseOf = async (id: string, by: string) =>
    Object((await jsonOf(await server.call(`/api/orchestrate/${id}`, { token: by })))['view']).phase;
  expect([await phaseOf(first, token), await phaseOf(second, token), await phaseOf(theirs, foreign)]).toEqual([
    'cancelled',
    'waiting',
    'waiting',
  ]);
});
