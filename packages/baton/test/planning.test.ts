/** Goals through the SDK: a plan of registered tools, carried out on a copy of the sample workspace, with real results. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { occurrencesIn } from '@batonhq/agents/workspace';
import { expect, onTestFinished, test } from 'vitest';
import { startScriptedModel } from '@batonhq/testing';
import { createOrchestrationSystem, type OrchestrationSystem, type SystemOptions } from '../src/index.ts';

const sample = fileURLToPath(new URL('../../../examples/workspace', import.meta.url));
const goal = 'תקרא מה עשינו בדצמבר בתבואות, תבין את האסטרטגיה ותקבע פגישה עם יואב';

interface Place {
  readonly system: OrchestrationSystem;
  readonly workspace: string;
}

async function openPlace(options: SystemOptions = {}): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-planning-'));
  const workspace = join(folder, 'workspace');
  cpSync(sample, workspace, { recursive: true });
  const system = await createOrchestrationSystem({ ...options, dataDir: join(folder, 'data'), workspace });
  onTestFinished(async () => {
    await system.close(0);
    rmSync(folder, { recursive: true, force: true });
  });
  return { system, workspace };
}

test('a goal becomes documents that were read, an agenda, an event in the calendar and a draft', async () => {
  const { system, workspace } = await openPlace();
  const execution = await system.submitWorkflow({ goal });
  const result = await execution.result();
  expect(result).toMatchObject({
    phase: 'completed',
    output: { files: [expect.any(String), expect.any(String), expect.any(String)] },
  });
  const text = readFileSync(join(workspace, 'calendar.ics'), 'utf8');
  const span = { from: Date.parse('2026-01-11T13:00:00Z'), until: Date.parse('2026-01-25T13:00:00Z') };
  const meeting = occurrencesIn(text, span, 'America/New_York').find(({ summary }) =>
    summary.startsWith('פגישה עם יואב'),
  );
  expect(meeting).toMatchObject({ attendees: [expect.stringContaining('yoav@tvuot.example')] });
  const [agenda = ''] = readdirSync(join(workspace, 'results'));
  expect(readFileSync(join(workspace, 'results', agenda), 'utf8')).toMatch(/דף המעקב/);
  expect(readdirSync(join(workspace, 'drafts'))).toHaveLength(1);
});

test('a plan says what it takes, and can be checked again after it was edited', async () => {
  const { system } = await openPlace();
  const plan = await system.createPlan(goal);
  expect(plan.estimate.criticalPath.at(-1)).toBe('draft');
  expect(plan.tasks.find(({ name }) => name === 'event')).toMatchObject({ risk: 'medium', isIrreversible: false });
  expect(await system.checkPlan(plan.definition)).toEqual(plan);
  const broken = JSON.parse(JSON.stringify(plan.definition).replace('mail_draft:1.0.0', 'mail_send:1.0.0'));
  await expect(system.checkPlan(broken)).rejects.toMatchObject({
    name: 'PlanRefusedError',
    problems: [{ task: 'draft', place: 'call', message: expect.stringContaining('no function mail_send') }],
  });
});

test('what cannot be planned is said with what would have to be known; requirements that nobody meets are named', async () => {
  const { system } = await openPlace();
  await expect(system.createPlan('Set up a meeting next week')).rejects.toMatchObject({
    name: 'PlanAbstainedError',
    questions: [{ name: 'person' }],
  });
  const requirements = ['agenda', 'underwater_basket_weaving'];
  await expect(system.submitWorkflow({ goal, requirements })).rejects.toMatchObject({
    name: 'PlanRefusedError',
    problems: [{ place: 'requirements', found: 'underwater_basket_weaving' }],
  });
});

test('what words alone do not explain is planned by a model, as an execution of its own, and checked like any plan', async () => {
  const task = {
    name: 'menu',
    function: 'documents_read',
    arguments: '{"path":"bakery/menu.txt"}',
    after: [],
    purpose: 'see it',
  };
  const answer = { title: 'The menu', tasks: [task], assumptions: [], questions: [] };
  const judgement = { scores: [{ proposal: 2, score: 80, why: 'it does' }] };
  const model = await startScriptedModel((_, turn) => ({ text: JSON.stringify(turn === 2 ? judgement : answer) }));
  onTestFinished(() => model.close());
  const { host } = new URL(model.address);
  const { system } = await openPlace({ models: [`${model.address}#scripted`], egress: { allow: [host] } });
  const plan = await system.createPlan('Whatever is served, tell me');
  expect(plan).toMatchObject({
    title: 'The menu',
    origin: { confidence: 0.8 },
    tasks: [{ function: 'documents_read:1.0.0' }],
  });
  const [planning] = await system.listExecutions({ namespace: 'baton', name: 'plan' });
  expect(planning).toMatchObject({ phase: 'completed' });
});
