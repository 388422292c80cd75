/** A task of a plan fails: the model is asked for another plan, which is shown as a difference, agreed to, and carried out. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fault, FaultError } from '@batonhq/core';
import { startScriptedModel } from '@batonhq/testing';
import { expect, onTestFinished, test } from 'vitest';
import { openPlace, question, unreachable } from './telling-place.ts';

const task = (name: string, called: string, given = '{}') => ({
  name,
  function: called,
  arguments: given,
  after: [],
  purpose: name,
});

const told = '{"rate":"${ $context.rate.rate }"}';
const rate = task('rate', 'find');

/** A model that plans by `tell`; and when that failed, as it is told to: by `fax` unless a test says otherwise. */
async function planner(otherwise = [rate, task('fax', 'fax', told)]) {
  const asked: string[] = [];
  const model = await startScriptedModel((request) => {
    const said = JSON.stringify(request);
    asked.push(said);
    if (said.includes('score'))
      return { text: JSON.stringify({ scores: [{ proposal: 1, score: 90, why: 'it does' }] }) };
    const tasks = said.includes('nobody answers') ? otherwise : [rate, task('tell', 'tell', told)];
    return { text: JSON.stringify({ title: 'Rates', tasks, assumptions: [], questions: [] }) };
  });
  onTestFinished(() => model.close());
  const { host } = new URL(model.address);
  return { asked, options: { models: [`${model.address}#scripted`], egress: { allow: [host] } } };
}

test('the planner is asked for a plan without what failed; what was done stays done', async () => {
  const { options } = await planner();
  const { system, calls } = await openPlace(unreachable, options);
  const execution = await system.submitWorkflow({ goal: 'Whatever the rate is, tell them' });
  const asked = await question(system, execution.id);
  expect(asked).toMatchObject({
    kind: 'revision',
    what: 'go on by another plan: - work/tell, + work/fax',
    reason: 'tell failed: nobody answers; this plan does without tell',
    call: {
      changes: [
        { kind: 'removed', task: 'work/tell' },
        { kind: 'added', task: 'work/fax' },
      ],
    },
  });
  expect(calls).toEqual(['find', 'tell']);
  await system.approvals.approve(asked.id, { by: 'dana' });
  expect(await execution.result()).toMatchObject({
    phase: 'completed',
    output: { rate: { rate: 3 }, fax: { rate: 4 } },
  });
  expect(calls).toEqual(['find', 'tell', 'fax']);
  const { view } = await system.getExecution(execution.id);
  expect(view.definition.version).toBe('1.0.1');
  const kept = readFileSync(join(system.dataDir, 'plans', view.definition.name, '1.yaml'), 'utf8');
  expect(kept).toContain('fax:1.0.0@default');
});

test(
  'a goal whose facts are not there fails with what is missing; nothing of it is dropped',
  { timeout: 60_000 },
  async () => {
    const workspace = mkdtempSync(join(tmpdir(), 'baton-empty-'));
    const { system } = await openPlace(() => ({ rate: 1 }), { workspace });
    onTestFinished(() => rmSync(workspace, { recursive: true }));
    const execution = await system.submitWorkflow({ goal: 'Write a summary of the strategy' });
    expect(await execution.result()).toMatchObject({
      phase: 'faulted',
      fault: { detail: expect.stringContaining('no document speaks of strategy') },
    });
  },
);

test('a plan that leaves out what the goal was about is not even proposed', async () => {
  const { options, asked } = await planner([rate]);
  const { system, calls } = await openPlace(unreachable, options);
  const execution = await system.submitWorkflow({ goal: 'Whatever the rate is, tell them' });
  const asking = await question(system, execution.id);
  // It is heard and set aside; what is left is to try the same again, since the service may be up by then.
  expect(asked.some((said) => said.includes('nobody answers'))).toBe(true);
  expect(asking).toMatchObject({ what: 'try again what failed, as it is' });
  await system.approvals.approve(asking.id, { by: 'dana' });
  expect(await execution.result()).toMatchObject({ phase: 'faulted', fault: { detail: 'nobody answers' } });
  expect(calls).toEqual(['find', 'tell', 'tell']);
});

test('what failed is not brought back when what replaced it fails too', async () => {
  const { options } = await planner();
  const { system, calls } = await openPlace(unreachable, options);
  system.registerTool({
    name: 'fax',
    description: 'fax',
    version: '1.0.1',
    input: { type: 'object', properties: { rate: { type: 'number' } } },
    planning: { risk: 'low' },
    run() {
      throw new FaultError(fault('validation', 'there is no paper'));
    },
  });
  const execution = await system.submitWorkflow({ goal: 'Whatever the rate is, tell them' });
  await system.approvals.approve((await question(system, execution.id)).id, { by: 'dana' });
  expect(await execution.result()).toMatchObject({ phase: 'faulted', fault: { detail: 'there is no paper' } });
  expect(calls).toEqual(['find', 'tell']);
});
