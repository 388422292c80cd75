/** Over HTTP everybody sees which agents there are, how they did, and why each mission went where it went. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startScriptedModel, type Script } from '@batonhq/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createOrchestrationSystem, type OrchestrationSystem } from '../src/index.ts';

async function open(script: Script): Promise<OrchestrationSystem> {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-agents-http-'));
  const model = await startScriptedModel(script);
  const system = await createOrchestrationSystem({
    dataDir,
    models: [`${model.address}#scripted`],
    egress: { allow: ['127.0.0.1'] },
  });
  onTestFinished(async () => {
    await system.close(0);
    await model.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return system;
}

/** What of the answers is looked at by name. */
interface Answer {
  readonly assignments: readonly { readonly why: string }[];
  readonly tools: readonly unknown[];
  readonly functions: readonly unknown[];
  readonly scorecard: { readonly inHand: number };
}

function mission(given: object) {
  return {
    document: { dsl: '1.0.3', namespace: 'tests', name: 'mission', version: '1.0.0' },
    do: [{ work: { call: 'agent', with: { prompt: 'Do it', ...given } } }],
  };
}

test('agents with scorecards, and why each has its mission', async () => {
  const system = await open(({ messages }) =>
    JSON.stringify(messages).includes('impossible')
      ? { text: 'no JSON' }
      : { text: '{"pages": 3}', usage: { input: 40, output: 2 } },
  );
  const output = { type: 'object', required: ['pages'] };
  system.registerTool({
    name: 'stock',
    description: 'What is there',
    input: { type: 'object' },
    risk: 'medium',
    run: () => ({}),
  });
  system.registerAgent({
    name: 'editor',
    description: 'Edits',
    instructions: 'Edit.',
    skills: ['editing'],
    tools: ['stock'],
    output,
  });
  system.registerAgent({ name: 'idle', description: 'Waits', instructions: 'Wait.', tools: ['nothing'] });
  const done = await system.submitWorkflow({ workflow: mission({ skills: ['editing'] }) });
  expect(await done.result()).toMatchObject({ phase: 'completed' });
  const failed = await system.submitWorkflow({ workflow: mission({ agent: 'editor', prompt: 'impossible' }) });
  expect(await failed.result()).toMatchObject({ phase: 'faulted' });

  const { url, firstToken } = await system.serve({ port: 0 });
  const headers = { authorization: `Bearer ${firstToken ?? ''}` };
  const ask = async (path: string): Promise<Answer> =>
    JSON.parse(await (await fetch(`${url}${path}`, { headers })).text());

  expect(await ask('/api/agents')).toMatchObject({
    agents: [
      {
        name: 'editor',
        from: 'program',
        skills: ['editing'],
        health: { state: 'well', detail: '1 of the last 2 missions done' },
        scorecard: { missions: 2, passed: 1, successRate: 0.5, failuresInARow: 1, inHand: 0, most: 16 },
      },
      { name: 'idle', health: { state: 'unable', detail: 'tools that are missing: nothing' } },
    ],
  });
  const page = await ask('/api/agents/editor');
  expect(page).toMatchObject({
    instructions: 'Edit.',
    missingTools: [],
    assignments: [
      { execution: failed.id, task: 'work', why: 'named', phase: 'stopped', reason: 'repairs' },
      { execution: done.id, task: 'work', phase: 'completed', tokens: 42, tried: [] },
    ],
  });
  expect(page.assignments[1]?.why).toMatch(/^editor: has editing, of 1 who could/);
  expect((await ask(`/api/executions/${done.id}/assignments`)).assignments).toEqual([page.assignments[1]]);
  expect(await ask('/api/agents/nobody')).toMatchObject({ status: 404 });
  expect((await ask('/api/tools')).tools).toContainEqual(
    expect.objectContaining({ name: 'stock', function: 'stock', risk: 'medium', trust: 'fetched', agents: ['editor'] }),
  );
  expect((await ask('/api/functions')).functions).toContainEqual(
    expect.objectContaining({ name: 'agent', version: '1.0.0', repeat: 'keyed' }),
  );
});

test('a mission is in hand while it goes on, and not when its execution was cancelled', async () => {
  const system = await open(() => ({ calls: [{ name: 'ponder', arguments: {} }] }));
  system.registerTool({
    name: 'ponder',
    description: 'Takes its time',
    input: { type: 'object' },
    run: (context) => context.sleep('PT1H'),
  });
  system.registerAgent({ name: 'slow', description: 'Slow', instructions: 'Think.', tools: ['ponder'] });
  const { url, firstToken } = await system.serve({ port: 0 });
  const inHand = async (): Promise<number> => {
    const answer = await fetch(`${url}/api/agents/slow`, {
      headers: { authorization: `Bearer ${firstToken ?? ''}` },
    });
    const { scorecard }: Answer = JSON.parse(await answer.text());
    return scorecard.inHand;
  };
  const { id } = await system.submitWorkflow({ workflow: mission({ agent: 'slow' }) });
  await expect.poll(inHand, { interval: 200 }).toBe(1);
  await system.cancel(id);
  await expect.poll(inHand, { interval: 200 }).toBe(0);
});
