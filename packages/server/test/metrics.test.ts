/** Figures for Prometheus: what happened shows in them, and they name nobody. */
import type { FunctionDefinition } from '@batonhq/engine';
import { expect, it } from 'vitest';
import { jsonOf, quick, startServer, waiting } from './support.ts';

const stamp: FunctionDefinition = { name: 'stamp', cost: { money: 0.5 }, run: () => 'sent' };
const paid = {
  document: { dsl: '1.0.3', namespace: 'test', name: 'mail', version: '1.0.0' },
  do: [{ send: { call: 'stamp', with: {} } }],
};

it('counts executions, tasks, commits, requests, streams and money', async () => {
  await using server = await startServer({ functions: [stamp] });
  const token = await server.tokenFor('operator');
  const ids: string[] = [];
  for (const workflow of [quick, paid, waiting()]) {
    const { id } = await jsonOf(await server.call('/api/orchestrate', { method: 'POST', token, body: { workflow } }));
    ids.push(String(id));
  }
  for (const id of ids.slice(0, 2)) await server.call(`/api/orchestrate/${id}/result`, { token });
  const leave = new AbortController();
  await server.call(`/api/orchestrate/stream/${String(ids[2])}`, { token, signal: leave.signal });
  const read = async (): Promise<string> => (await server.call('/metrics', { token })).text();
  const lines = [
    'baton_executions_started_total 3',
    'baton_executions_completed_total 2',
    'baton_executions{phase="completed"} 2',
    'baton_executions{phase="waiting"} 1',
    'baton_spent_money_total{currency="USD"} 0.5',
    'baton_paid_calls_total 1',
    'baton_open_streams 1',
    'baton_approvals_pending 0',
    'baton_steps_in_hand{place="performing"} 0',
    'baton_http_requests_total{method="POST",route="/api/orchestrate",status="201"} 3',
  ];
  // What was spent is told a moment after a task has ended.
  await expect.poll(async () => (await read()).split('\n')).toEqual(expect.arrayContaining(lines));
  const text = await read();
  expect(text).toMatch(/^baton_commit_duration_seconds_count [1-9]/m);
  expect(text).toMatch(/^baton_event_loop_delay_seconds\{quantile="0.99"\} \d/m);
  for (const name of [...ids, 'operator', 'mail', '/test/']) expect(text).not.toContain(name);
  leave.abort();
  await expect.poll(read).toContain('baton_open_streams 0');
  const foreign = await server.tokenFor('admin', 'elsewhere');
  expect((await server.call('/metrics', { token: foreign })).status).toBe(403);
  expect((await server.call('/metrics')).status).toBe(401);
});
