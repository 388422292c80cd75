/** Schedules in the SDK: the same whether this process owns the folder or asks the one that does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOrchestrationSystem } from '@batonhq/baton';
import { expect, onTestFinished, test } from 'vitest';

const definition = {
  document: { dsl: '1.0.3', namespace: 'shop', name: 'report', version: '1.0.0' },
  schedule: { every: { days: 1 } },
  do: [{ tell: { set: { said: '${ . }' } } }],
};

test('define, list, look ahead, pause, resume, trigger and delete, as owner and as client', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-schedules-'));
  const owner = await createOrchestrationSystem({ dataDir });
  const client = await createOrchestrationSystem({ dataDir });
  onTestFinished(async () => {
    await client.close();
    await owner.close(0);
    rmSync(dataDir, { recursive: true, force: true });
  });
  expect(client.role).toBe('client');
  expect(await client.listSchedules()).toEqual([]);
  await client.define(definition);
  const [schedule] = await owner.listSchedules();
  expect(schedule).toMatchObject({ id: 'shop/report', phase: 'active', rule: { every: 86_400_000 } });
  const next = await client.nextOccurrences('shop/report', 3);
  expect(next.map(({ instant, cause }) => [instant - (schedule?.nextAt ?? 0), cause])).toEqual([
    [0, 'every'],
    [86_400_000, 'every'],
    [172_800_000, 'every'],
  ]);
  await client.pauseSchedule('shop/report', 'ada');
  expect(await owner.getSchedule('shop/report')).toMatchObject({ phase: 'paused', changedBy: 'ada', nextAt: null });
  await expect(client.pauseSchedule('shop/report')).rejects.toMatchObject({
    name: 'ConflictError',
    code: 'not-active',
  });
  const triggered = await client.triggerSchedule('shop/report', { input: 'now', request: '1' });
  expect(await triggered.result()).toEqual({ phase: 'completed', output: { said: 'now' } });
  expect((await owner.triggerSchedule('shop/report', { request: '1' })).id).toBe(triggered.id);
  expect((await client.getExecution(triggered.id)).schedule).toMatchObject({ id: 'shop/report', cause: 'order' });
  await client.resumeSchedule('shop/report');
  await client.deleteSchedule('shop/report');
  expect(await owner.listSchedules()).toEqual([]);
  await expect(client.getSchedule('shop/none')).rejects.toMatchObject({ name: 'NotFoundError' });
});
