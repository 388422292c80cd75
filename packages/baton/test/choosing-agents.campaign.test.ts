/** `autoOptimization` and `loadBalancing` of a system: who is asked with them and without, also after a restart. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startScriptedModel, type ScriptedModel, type ScriptedReply } from '@batonhq/testing';
import { afterEach, expect, test } from 'vitest';
import { createOrchestrationSystem, type OrchestrationSystem, type SystemOptions } from '../src/index.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function model(reply: ScriptedReply, answering: Promise<unknown> = Promise.resolve()): Promise<ScriptedModel> {
  const started = await startScriptedModel(() => answering.then(() => reply));
  closing.push(() => started.close());
  return started;
}

interface Place {
  readonly bad: ScriptedModel;
  readonly good: ScriptedModel;
  /** Opens the folder anew. */
  readonly open: (options?: SystemOptions) => Promise<OrchestrationSystem>;
}

/** Two agents of one skill; the one whose turn comes first by its name cannot do it. */
async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-choosing-'));
  closing.push(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  const [bad, good] = [
    await model({ refuse: { status: 400, message: 'broken' } }),
    await model({ text: 'Done', delay: 50 }),
  ];
  const about = { description: 'Translates', instructions: 'Translate.', skills: ['translation'] };
  return {
    bad,
    good,
    async open(options = {}) {
      const system = await createOrchestrationSystem({
        dataDir: join(folder, 'data'),
        agents: [
          { ...about, name: 'a-first', models: [`${bad.address}#m`] },
          { ...about, name: 'b-second', models: [`${good.address}#m`] },
        ],
        egress: { allow: [bad, good].map(({ address }) => new URL(address).host) },
        ...options,
      });
      closing.push(() => system.close(0));
      return system;
    },
  };
}

const mission = {
  document: { dsl: '1.0.3', namespace: 'tests', name: 'mission', version: '1.0.0' },
  do: [{ work: { call: 'agent', with: { skills: ['translation'], prompt: 'Translate this letter' } } }],
};

async function doneBy(system: OrchestrationSystem): Promise<unknown> {
  const result = await (await system.submitWorkflow({ workflow: mission })).result();
  expect(result).toMatchObject({ phase: 'completed', output: { handOff: { agent: 'b-second:1.0.0' } } });
  return result;
}

test('who could not do it is not asked again, not even by the next process; without autoOptimization always first', async () => {
  const { bad, good, open } = await openPlace();
  const first = await open();
  for (let round = 0; round < 3; round += 1) await doneBy(first);
  expect([bad.requests.length, good.requests.length]).toEqual([1, 3]);
  await first.close();
  const second = await open();
  await doneBy(second);
  expect([bad.requests.length, good.requests.length]).toEqual([1, 4]);
  await second.close();
  const indifferent = await open({ autoOptimization: false });
  for (let round = 0; round < 2; round += 1) await doneBy(indifferent);
  expect([bad.requests.length, good.requests.length]).toEqual([3, 6]);
});

test('missions go to both of two that can do it, and without loadBalancing to the first', async () => {
  const spread = async (loadBalancing: boolean): Promise<readonly number[]> => {
    const { promise: allAreAsked, resolve: answer } = Promise.withResolvers<void>();
    const models = [await model({ text: 'Done' }, allAreAsked), await model({ text: 'Done' }, allAreAsked)];
    const folder = mkdtempSync(join(tmpdir(), 'baton-choosing-'));
    const system = await createOrchestrationSystem({
      dataDir: folder,
      loadBalancing,
      agents: models.map(({ address }, index) => ({
        name: `agent-${index}`,
        description: 'Translates',
        instructions: 'Translate.',
        skills: ['translation'],
        models: [`${address}#m`],
      })),
      egress: { allow: models.map(({ address }) => new URL(address).host) },
    });
    const started = await Promise.all(Array.from({ length: 6 }, () => system.submitWorkflow({ workflow: mission })));
    await expect.poll(() => models.reduce((sum, { requests }) => sum + requests.length, 0)).toBe(6);
    answer();
    await Promise.all(started.map((one) => one.result()));
    await system.close();
    rmSync(folder, { recursive: true, force: true });
    return models.map(({ requests }) => requests.length);
  };
  expect(await spread(false)).toEqual([6, 0]);
  const [one = 0, other = 0] = await spread(true);
  expect(one + other).toBe(6);
  expect(Math.abs(one - other)).toBeLessThanOrEqual(2);
});
