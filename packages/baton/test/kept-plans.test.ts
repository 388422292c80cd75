/** Kept plans: versions, what changed between them, and that only what was approved, as it was, may be carried out. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { comparePlans } from '@batonhq/agents/planner';
import type { JsonObject } from '@batonhq/core';
import { expect, onTestFinished, test } from 'vitest';
import { approvedPlan } from '../src/cli/plan/approved-plan.ts';
import { openTerminal } from '../src/cli/terminal/terminal.ts';
import { createOrchestrationSystem, type OrchestrationSystem } from '../src/index.ts';
import { KeptPlans } from '../src/plans/kept-plans.ts';
import { PlanStore } from '../src/plans/plan-store.ts';

const sample = fileURLToPath(new URL('../../../examples/workspace', import.meta.url));

interface Place {
  readonly system: OrchestrationSystem;
  readonly store: PlanStore;
}

async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-plans-'));
  cpSync(sample, join(folder, 'workspace'), { recursive: true });
  const system = await createOrchestrationSystem({ dataDir: folder, workspace: join(folder, 'workspace') });
  onTestFinished(async () => {
    await system.close(0);
    rmSync(folder, { recursive: true, force: true });
  });
  return { system, store: new PlanStore(folder) };
}

function shorter(definition: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(definition).replace('"minutes":60', '"minutes":30'));
}

const terminal = openTerminal({ json: false, quiet: true, noColor: true });

test('the same plan is the same version; a changed one is the next, and what changed is told', async () => {
  const { system, store } = await openPlace();
  const plan = await system.createPlan('Meet with Nadia tomorrow about the launch');
  const first = await store.keep(plan.definition);
  expect(await store.keep(plan.definition)).toEqual(first);
  const second = await store.keep(shorter(plan.definition));
  expect([first.version, second.version, await store.versions(first.name)]).toEqual([1, 2, [1, 2]]);
  expect((await store.read(first.name, 1)).definition).toEqual(plan.definition);
  const changed = await system.checkPlan(second.definition);
  expect(comparePlans(plan, changed)).toMatchObject({
    changes: [{ kind: 'changed', task: 'free_time', members: [{ name: 'with' }] }],
    // Looking for a shorter time is reading: nobody has to agree to that anew.
    toApprove: [],
  });
  await expect(store.read('no-such-plan')).rejects.toMatchObject({ name: 'NotFoundError' });
});

test('a change of what writes has to be agreed to anew, and so has a task that was added', async () => {
  const { system } = await openPlace();
  const plan = await system.createPlan('Meet with Nadia tomorrow about the launch');
  const text = JSON.stringify(plan.definition);
  const renamed = await system.checkPlan(JSON.parse(text.replace('"summary":"Meeting', '"summary":"Talk')));
  expect(comparePlans(plan, renamed).toApprove).toEqual(['event']);
  const campaign = await system.createPlan('A launch campaign from the brief');
  expect(comparePlans(plan, campaign).toApprove).toEqual(['schedule']);
});

test('only what was approved is carried out: another version, or the same with another hash, is not', async () => {
  const { system, store } = await openPlace();
  const plan = await system.createPlan('Meet with Nadia tomorrow about the launch');
  const { name } = await store.keep(plan.definition);
  const kept = new KeptPlans(store, (definition) => system.checkPlan(definition));
  await expect(approvedPlan(name, kept, terminal)).rejects.toThrow(/was not approved/);
  const approval = { version: 1, hash: plan.hash, by: 'ada', at: new Date(0).toISOString() };
  await store.approve(name, approval);
  expect((await approvedPlan(name, kept, terminal)).hash).toBe(plan.hash);
  await store.keep(shorter(plan.definition));
  await expect(approvedPlan(`${name}:2`, kept, terminal)).rejects.toThrow(/version 2 of .* was not approved/);
  await store.approve(name, { ...approval, hash: 'what it was before a function changed' });
  await expect(approvedPlan(name, kept, terminal)).rejects.toThrow(/is not what ada approved/);
});

test('two who keep at the same time make two versions, tenants have their own plans, and no name leads out of the folder', async () => {
  const { system, store } = await openPlace();
  const plan = await system.createPlan('Meet with Nadia tomorrow about the launch');
  const shorterPlan = shorter(plan.definition);
  const kept = await Promise.all([store.keep(plan.definition), store.keep(shorterPlan)]);
  expect(new Set(kept.map(({ version }) => version))).toEqual(new Set([1, 2]));
  const { name } = kept[0] ?? { name: '' };
  const folder = join(kept[0]?.path ?? '', '../../..');
  const other = new PlanStore(folder, '../../other tenant');
  expect(await other.names()).toEqual([]);
  expect((await other.keep(plan.definition)).version).toBe(1);
  expect([await other.names(), await store.names()]).toEqual([[name], [name]]);
  for (const outside of ['..', '../plans', '@other', ''])
    await expect(store.read(outside, 1)).rejects.toMatchObject({ name: 'NotFoundError' });
});

test('nobody agrees to a plan that leaves something open', async () => {
  const { system, store } = await openPlace();
  const plan = await system.createPlan('schedule a meeting with Yoav');
  const { name } = await store.keep(plan.definition);
  const kept = new KeptPlans(store, (definition) => system.checkPlan(definition));
  await expect(kept.approve(name, { version: 1, by: 'dana' })).rejects.toMatchObject({
    name: 'PlanAbstainedError',
    questions: [{ name: 'person' }],
  });
  expect(await store.approval(name)).toBeNull();
});
