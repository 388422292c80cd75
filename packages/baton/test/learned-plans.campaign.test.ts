/** A plan that somebody agreed to and that was carried out is that of the next goal like it, in this process and in later ones. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createOrchestrationSystem, type OrchestrationSystem } from '../src/index.ts';
import { exampleIn } from '../src/plans/experience.ts';

const sample = fileURLToPath(new URL('../../../examples/workspace', import.meta.url));
const goal = 'Do the Monday round for the bakery';

const span = { from: '2026-01-05T00:00:00Z', until: '2026-01-12T00:00:00Z' };

/** As somebody would write it who edits a plan: the status of the week, then what comes. */
const written = {
  document: { dsl: '1.0.3', namespace: 'plans', name: 'monday-round', version: '1.0.0', summary: goal },
  do: [
    {
      work: {
        fork: {
          branches: [
            { week: { call: 'status_week:1.0.0@default', with: span, export: { as: '${ $context + { week: . } }' } } },
            { next: { call: 'calendar_list:1.0.0@default', with: span, metadata: { after: ['week'] } } },
          ],
        },
      },
    },
  ],
};

test('what was carried out once is proposed for goals like it; other tenants know nothing of it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-learned-'));
  const workspace = join(folder, 'workspace');
  cpSync(sample, workspace, { recursive: true });
  const dataDir = join(folder, 'data');
  const open = async (): Promise<OrchestrationSystem> =>
    createOrchestrationSystem({ dataDir, workspace, workspaces: { other: workspace } });
  let system = await open();
  onTestFinished(async () => {
    await system.close(0);
    rmSync(folder, { recursive: true, force: true });
  });
  await expect(system.createPlan(goal)).rejects.toMatchObject({ name: 'PlanAbstainedError' });
  const { definition } = await system.checkPlan(written);
  expect(await (await system.submitWorkflow({ workflow: definition })).result()).toMatchObject({ phase: 'completed' });
  const like = 'The Monday round for the bakery, please';
  const functionsOf = async (tenant?: string) =>
    (await system.createPlan(like, tenant === undefined ? {} : { tenant })).tasks.map((task) => task.function);
  expect(await functionsOf()).toEqual(['status_week:1.0.0', 'calendar_list:1.0.0']);
  await expect(functionsOf('other')).rejects.toMatchObject({ name: 'PlanAbstainedError' });
  expect(existsSync(join(dataDir, 'learned', 'planning.json'))).toBe(true);
  await system.close();
  system = await open();
  expect(await functionsOf()).toEqual(['status_week:1.0.0', 'calendar_list:1.0.0']);
});

test('only what was asked for in words teaches', () => {
  expect(exampleIn(written)).toEqual({ request: goal, tools: ['status_week', 'calendar_list'] });
  expect(exampleIn({ ...written, document: { ...written.document, summary: ' ' } })).toBeNull();
  expect(exampleIn({ ...written, do: [{ wait: { wait: 'PT1S' } }] })).toBeNull();
});
