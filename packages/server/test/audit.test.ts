/** Who did what stands in the audit: what was done, what was refused, and it is there after a restart. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteJournal } from '@batonhq/engine';
import { AuditLog, type AuditFields } from '@batonhq/server';
import { expect, it } from 'vitest';
import { jsonOf, startServer, waiting } from './support.ts';

const told: AuditFields = {
  user: 'dana',
  role: 'operator',
  key: 'k',
  action: 'POST /x',
  target: null,
  result: 'done',
  status: 200,
};

it('the audit tells what changed something and what was refused, by whom, and nothing of who only looked', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'baton-audit-'));
  try {
    let server = await startServer({ directory });
    const [operator, viewer, admin] = [
      await server.tokenFor('operator'),
      await server.tokenFor('viewer'),
      await server.tokenFor('admin'),
    ];
    const post = (path: string, token: string, body: unknown = {}): Promise<Response> =>
      server.call(path, { method: 'POST', token, body });
    const { id } = await jsonOf(await post('/api/orchestrate', operator, { workflow: waiting() }));
    await post(`/api/orchestrate/${String(id)}/pause`, operator);
    await post(`/api/orchestrate/${String(id)}/cancel`, viewer);
    await post('/api/orchestrate', operator, { workflow: 'none/such' });
    await server.call('/api/executions', { token: operator });
    await post('/api/orchestrate', 'nobody', {});
    await server.stop();
    server = await startServer({ directory });
    const read = async (query: string): Promise<Record<string, unknown>> =>
      jsonOf(await server.call(`/api/audit${query}`, { token: admin }));
    const start = { action: 'POST /api/orchestrate', what: expect.stringContaining('Start an execution') };
    expect(await read('')).toMatchObject({
      entries: [
        { seq: 5, user: '', key: '', ...start, result: 'refused', status: 401 },
        {
          seq: 4,
          ...start,
          target: null,
          result: 'refused',
          status: 404,
          reason: expect.stringContaining('none/such'),
        },
        {
          seq: 3,
          user: 'viewer of local',
          role: 'viewer',
          action: 'POST /api/orchestrate/{id}/cancel',
          target: id,
          status: 403,
        },
        {
          seq: 2,
          user: 'operator of local',
          action: 'POST /api/orchestrate/{id}/pause',
          target: id,
          result: 'done',
          status: 204,
        },
        { seq: 1, user: 'operator of local', ...start, target: id, result: 'done', status: 201 },
      ],
      next: null,
    });
    expect(await read('?result=done&limit=1')).toMatchObject({ entries: [{ seq: 2 }], next: 2 });
    expect(await read('?result=done&limit=1&before=2')).toMatchObject({ entries: [{ seq: 1 }], next: null });
    const other = await server.tokenFor('admin', 'elsewhere');
    expect(await jsonOf(await server.call('/api/audit', { token: other }))).toEqual({ entries: [], next: null });
    await server.stop();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

it('the audit counts what is refused for want of a key once that comes too often: nobody fills the disk', async () => {
  await using server = await startServer();
  for (let index = 0; index < 40; index++) {
    await server.call('/api/orchestrate', { method: 'POST', token: 'none', body: {} });
    // No key is asked for here, so what is wrong comes from anybody too.
    await server.call('/api/webhooks/nowhere', { method: 'POST', body: {} });
    await server.call('/api/session', { method: 'POST', body: '{' });
  }
  const { entries } = await jsonOf(await server.call('/api/audit', { token: await server.tokenFor('admin') }));
  const statuses = [entries].flat().map((entry) => String(Object(entry).status));
  for (const status of ['401', '404', '400']) expect(statuses.filter((one) => one === status).length).toBeLessThan(30);
  expect(new Set(statuses)).toEqual(new Set(['400', '401', '404']));
});

it('the audit keeps the order and every entry of many at once, also of two writers', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'baton-audit-'));
  const journal = openSqliteJournal({ directory });
  try {
    const logs = [new AuditLog(journal.streams, () => 5), new AuditLog(journal.streams, () => 4)];
    for (let round = 0; round < 3; round++)
      for (const log of logs) await Promise.all(['a', 'b', 'c'].map((target) => log.record('t', { ...told, target })));
    const { entries } = await new AuditLog(journal.streams, () => 0).page('t', { limit: 100 });
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 18 }, (_, index) => 18 - index));
    expect(entries.every(({ at }) => at === 5)).toBe(true);
  } finally {
    await journal.close();
    rmSync(directory, { recursive: true });
  }
});
