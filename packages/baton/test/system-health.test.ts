/** How a system says that it is unwell: measured from the journal, judged by thresholds, with what to do about it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createOrchestrationSystem, type FunctionDefinition, type OrchestrationSystem } from '@batonhq/baton';
import { afterEach, expect, test } from 'vitest';
import { checkHealth } from '../src/system/health/health-options.ts';
import { levelOf } from '../src/system/health/health-level.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

let attempts = 0;
const functions: readonly FunctionDefinition[] = [
  { name: 'slow', run: async () => pause(40) },
  { name: 'quick', run: () => 1 },
  {
    name: 'shaky',
    run: () => {
      attempts += 1;
      if (attempts % 2 === 1) throw new TypeError('not yet');
      return attempts;
    },
  },
];

const retried = {
  document: { dsl: '1.0.3', namespace: 'tests', name: 'work', version: '1.0.0' },
  do: [
    { long: { call: 'slow' } },
    { short: { call: 'quick' } },
    { guarded: { try: [{ once: { call: 'shaky' } }], catch: { retry: { limit: { attempt: { count: 3 } } } } } },
  ],
};
const asking = {
  document: { dsl: '1.0.3', namespace: 'tests', name: 'asking', version: '1.0.0' },
  do: [{ send: { call: 'quick', metadata: { approval: {} } } }],
};

async function openSystem(options: object = {}): Promise<OrchestrationSystem> {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-health-'));
  const system = await createOrchestrationSystem({ dataDir, functions, ...options });
  closing.push(async () => {
    await system.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return system;
}

test('bottlenecks are what takes the time, is tried again, fails and is waited for; the level is that of the worst sign', async () => {
  const system = await openSystem({ health: { thresholds: { successRate: { strained: 0.99, degraded: 0.5 } } } });
  for (let round = 0; round < 4; round += 1) await (await system.submitWorkflow({ workflow: retried })).result();
  const asked = await system.submitWorkflow({ workflow: asking });
  await expect.poll(async () => (await system.approvals.list({})).length).toBe(1);
  await pause(20);
  const [approval] = await system.approvals.list({});
  await system.approvals.approve(approval?.id ?? '', { by: 'dana' });
  await asked.result();
  const { systemHealth, signs, recent, bottlenecks, recommendations } = await system.getSystemMetrics();
  const find = (kind: string) => bottlenecks.filter((one) => one.kind === kind);
  // Where the disk is slow the others take their time too.
  const slow = find('slow').find(({ subject }) => subject === 'slow');
  expect(slow).toMatchObject({ count: 4 });
  expect(slow?.milliseconds).toBeGreaterThan(30);
  const shares = find('slow').map(({ share }) => share);
  expect(shares).toEqual(shares.toSorted((one, other) => other - one));
  expect(find('retried')).toMatchObject([{ subject: 'shaky', count: 8, share: 0.5 }]);
  expect(find('faulting')).toMatchObject([{ subject: 'shaky', share: 0.5 }]);
  expect(find('waited-for')).toMatchObject([{ subject: 'tests/asking#send', count: 1 }]);
  expect(find('waited-for')[0]?.message).toContain('waited for approval once');
  expect(recent).toMatchObject({ faulted: 4 });
  expect(systemHealth).toBe('strained');
  expect(signs.filter(({ level }) => level !== 'healthy')).toMatchObject([
    { measure: 'successRate', level: 'strained', threshold: 0.99 },
  ]);
  expect(recommendations.map(({ subject }) => subject)).toEqual(['successRate', 'shaky', 'shaky']);
});

test('the whole is asked for over HTTP too', async () => {
  const system = await openSystem();
  const { id } = await system.submitWorkflow({ workflow: asking });
  await system.pause(id);
  const { url, firstToken } = await system.serve({ port: 0 });
  const answer = await fetch(`${url}/api/system/metrics`, { headers: { authorization: `Bearer ${firstToken}` } });
  expect(await answer.json()).toMatchObject({
    totalExecutions: 1,
    systemHealth: 'degraded',
    recommendations: [{ subject: 'suspended', message: expect.stringContaining('baton resume') }],
  });
});

test('each level begins at its threshold, whichever way is worse; what nobody measures is refused', () => {
  const { thresholds } = checkHealth({ thresholds: { suspended: { strained: 1, critical: 5 } } });
  const levels = (measure: 'suspended' | 'successRate', values: readonly (number | null)[]) =>
    values.map((value) => levelOf(measure, value, thresholds).level);
  expect(levels('suspended', [0, 1, 4, 5])).toEqual(['healthy', 'strained', 'strained', 'critical']);
  expect(levels('successRate', [null, 1, 0.98, 0.9, 0.5])).toEqual([
    'healthy',
    'healthy',
    'strained',
    'degraded',
    'critical',
  ]);
  expect(() => checkHealth({ thresholds: { mood: { strained: 1 } } as never })).toThrow(/measures are successRate/);
  expect(() => checkHealth({ thresholds: { disk: { awful: 1 } as never } })).toThrow(/disk\.awful/);
  expect(() => checkHealth({ window: 0 })).toThrow(/health\.window/);
});
