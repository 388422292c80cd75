/**
 * Who carries out a mission: chosen by skill, then by history and load where these are switched on; taken over by the next
 * when one fails. Real engine, real wire format, several model servers.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, Recorded } from '@batonhq/core';
import { createEngine, openSqliteJournal, type ExecutionResult } from '@batonhq/engine';
import { startScriptedModel, type ScriptedModel, type ScriptedReply } from '@batonhq/testing';
import { expect, onTestFinished, test } from 'vitest';
import {
  agentFunction,
  PriceList,
  readyAgents,
  Roster,
  Router,
  type AgentDefinition,
  type MissionEnd,
} from '../src/index.ts';
import { openModel } from '../src/models.ts';

interface Office {
  mission(mission: JsonObject): Promise<{ readonly result: ExecutionResult; readonly events: readonly Recorded[] }>;
  readonly router: Router;
}

async function server(reply: ScriptedReply, answering: Promise<unknown> = Promise.resolve()): Promise<ScriptedModel> {
  const model = await startScriptedModel(() => answering.then(() => reply));
  onTestFinished(() => model.close());
  return model;
}

interface Switches {
  readonly loadBalancing?: boolean;
  readonly autoOptimization?: boolean;
  readonly prices?: PriceList;
}

async function openOffice(
  agents: readonly AgentDefinition[],
  { prices = new PriceList(), ...switches }: Switches = {},
): Promise<Office> {
  const directory = mkdtempSync(join(tmpdir(), 'baton-routing-'));
  const roster = new Roster();
  for (const agent of agents) roster.addAgent(agent);
  const router = new Router({ agents: () => roster.agents(), prices, ...switches });
  const performing = agentFunction({
    agent: (name) => roster.agent(name),
    tool: () => undefined,
    model: (reference) => openModel(reference),
    router,
  });
  const engine = await createEngine({ journal: openSqliteJournal({ directory }), functions: [performing] });
  onTestFinished(async () => {
    await engine.close(0);
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    router,
    async mission(mission) {
      const document = { dsl: '1.0.3', namespace: 'tests', name: 'mission', version: '1.0.0' };
      const id = await engine.start({ definition: { document, do: [{ work: { call: 'agent', with: mission } }] } });
      const result = await engine.result(id);
      const events: Recorded[] = [];
      for await (const event of engine.events(id)) events.push(event);
      return { result, events };
    },
  };
}

function agent(name: string, models: readonly ScriptedModel[], more: Partial<AgentDefinition> = {}): AgentDefinition {
  const references = models.map(({ address }) => `${address}#${name}`);
  return {
    name,
    description: 'Translates letters',
    instructions: 'Translate.',
    skills: ['translation'],
    models: references,
    ...more,
  };
}

const wish = { skills: ['translation'], prompt: 'Translate this letter' };
const broken = { refuse: { status: 400, message: 'broken' } };

function choices(events: readonly Recorded[]): readonly unknown[] {
  return events.flatMap(({ event }) =>
    event.kind === 'step.completed' && event.step.includes('choose agent') ? [event.output] : [],
  );
}

test('a mission without a name goes to who has the skill, and says why; nobody has every skill', async () => {
  const model = await server({ text: 'Shalom' });
  const office = await openOffice([agent('baker', [model], { skills: ['baking'] }), agent('translator', [model])]);
  const { result, events } = await office.mission(wish);
  expect(result).toMatchObject({ output: { text: 'Shalom', handOff: { agent: 'translator:1.0.0' } } });
  expect(choices(events)).toMatchObject([{ agent: 'translator', why: 'translator: has translation, of 1 who could' }]);
  const { result: none } = await office.mission({ skills: ['juggling'], prompt: 'Juggle' });
  expect(none).toMatchObject({
    phase: 'faulted',
    fault: { detail: expect.stringContaining('no agent has the skills juggling') },
  });
});

test('when one fails, the next takes over, with what it has to know and nothing else', async () => {
  const [bad, good] = [await server(broken), await server({ text: 'Done' })];
  const office = await openOffice([agent('a-first', [bad]), agent('b-second', [good])]);
  const { result, events } = await office.mission(wish);
  expect(result).toMatchObject({ output: { text: 'Done', handOff: { agent: 'b-second:1.0.0', status: 'completed' } } });
  expect(choices(events)).toMatchObject([{ agent: 'a-first' }, { agent: 'b-second', tried: ['a-first'] }]);
  expect(good.requests[0]?.messages.filter(({ role }) => role === 'user')).toHaveLength(1);
  const { result: both } = await (await openOffice([agent('a-first', [bad])])).mission(wish);
  expect(both).toMatchObject({ phase: 'faulted', fault: { detail: expect.stringContaining('stopped (models)') } });
});

test('autoOptimization learns who does the work; without it the same one is asked first for ever', async () => {
  const firstAsked = async (autoOptimization: boolean): Promise<readonly number[]> => {
    const [bad, good] = [await server(broken), await server({ text: 'Done' })];
    const office = await openOffice([agent('a-first', [bad]), agent('b-second', [good])], { autoOptimization });
    for (let round = 0; round < 5; round += 1) await office.mission(wish);
    return [bad.requests.length, good.requests.length];
  };
  expect(await firstAsked(false)).toEqual([5, 5]);
  const [wasted = 5, done] = await firstAsked(true);
  expect(wasted).toBe(1);
  expect(done).toBe(5);
});

test('loadBalancing spreads missions over the models of one agent, and over agents; without it the first has them all', async () => {
  const spread = async (loadBalancing: boolean): Promise<readonly number[]> => {
    const { promise: allAreAsked, resolve: answer } = Promise.withResolvers<void>();
    const models = await Promise.all([1, 2].map(() => server({ text: 'Done' }, allAreAsked)));
    const office = await openOffice([agent('translator', models)], { loadBalancing });
    const missions = Array.from({ length: 8 }, () => office.mission({ agent: 'translator', prompt: 'Translate' }));
    await expect.poll(() => models.reduce((sum, { requests }) => sum + requests.length, 0)).toBe(8);
    answer();
    await Promise.all(missions);
    return models.map(({ requests }) => requests.length);
  };
  expect(await spread(false)).toEqual([8, 0]);
  expect(await spread(true)).toEqual([4, 4]);
});

test('where cost is preferred the cheapest model is asked first, and the next when it fails', async () => {
  const [good, cheap] = [await server({ text: 'Good' }), await server({ text: 'Cheap' })];
  const costs = (dear: ScriptedModel, fair: ScriptedModel): PriceList =>
    new PriceList({
      models: { [`${dear.address}*`]: { input: 5, output: 20 }, [`${fair.address}*`]: { input: 0.1, output: 0.4 } },
    });
  const office = await openOffice([agent('translator', [good, cheap])], {
    prices: costs(good, cheap),
    loadBalancing: false,
  });
  const named = { agent: 'translator', prompt: 'Translate' };
  expect((await office.mission(named)).result).toMatchObject({ output: { text: 'Good' } });
  expect((await office.mission({ ...named, prefer: 'cost' })).result).toMatchObject({ output: { text: 'Cheap' } });
  const down = await server(broken);
  const fallback = await openOffice([agent('translator', [good, down])], { prices: costs(good, down) });
  expect((await fallback.mission({ ...named, prefer: 'cost' })).result).toMatchObject({ output: { text: 'Good' } });
});

test('who keeps failing is left alone while others can, and tried when nobody else is there', () => {
  const roster = new Roster();
  for (const name of ['steady', 'shaky'])
    roster.addAgent({ name, description: 'Works', instructions: 'Work', skills: ['work'] });
  const router = new Router({ agents: () => roster.agents(), prices: new PriceList() });
  for (const [name, passed] of [
    ['steady', true],
    ['shaky', true],
    ['shaky', false],
    ['shaky', false],
    ['shaky', false],
  ] as const)
    router.record.note(`${name}${Math.random()}`, {
      agent: name,
      model: '',
      passed,
      milliseconds: 10,
      tokens: 10,
      at: 1_000,
    });
  const needs = { skills: ['work'], prompt: '' };
  expect(router.choose({ ...needs, tried: [] }, 2_000)).toMatchObject({
    agent: 'steady',
    why: expect.stringContaining('1 left out for failures or work in hand'),
  });
  expect(router.choose({ ...needs, tried: ['steady'] }, 2_000)).toMatchObject({ agent: 'shaky' });
});

test('who has as many missions in hand as it may is passed over; nobody is left without anybody', () => {
  const roster = new Roster();
  const about = { description: 'Works', instructions: 'Work', skills: ['work'] };
  roster.addAgent({ ...about, name: 'best', description: 'Works on letters', limits: { missions: 2 } });
  roster.addAgent({ ...about, name: 'other' });
  const router = new Router({ agents: () => roster.agents(), prices: new PriceList() });
  const needs = { skills: ['work'], prompt: 'letters letters letters', tried: [] };
  const take = (mission: string): string => {
    const { agent: chosen = '' } = router.choose(needs, 0) ?? {};
    router.record.begin(mission, { agent: chosen, model: '', at: 0 });
    return chosen;
  };
  const taken = ['1', '2', '3', '4', '5'].map(take);
  expect(taken.filter((name) => name === 'best').length).toBe(2);
  roster.removeAgent('other');
  expect(take('6')).toBe('best');
});

test('the ready agents are told apart by what they are asked for', () => {
  const roster = new Roster();
  for (const ready of readyAgents) roster.addAgent(ready);
  const router = new Router({ agents: () => roster.agents(), prices: new PriceList() });
  const chosen = (skill: string, prompt: string) => router.choose({ skills: [skill], prompt, tried: [] }, 0)?.agent;
  expect(chosen('triage', 'the oven is broken')).toBe('critical-issues-manager');
  expect(chosen('retirement planning', 'can I retire at 55')).toBe('personal-finance-advisor');
  expect(chosen('calendar', 'find an hour with Priya')).toBe('calendar');
  expect(chosen('campaign', 'launch on three channels')).toBe('digital-marketing-coordinator');
  expect(chosen('testing', 'find the fault in the code and prove it')).toMatch(/engineer|developer/);
});

test('what the mission is about tells agents of the same skills apart', () => {
  const roster = new Roster();
  const about = { instructions: 'Advise', skills: ['advice'] };
  roster.addAgent({ ...about, name: 'a-lawyer', description: 'Advises on contracts and courts' });
  roster.addAgent({ ...about, name: 'baker', description: 'Advises bakeries on ovens, flour and margins' });
  const router = new Router({ agents: () => roster.agents(), prices: new PriceList() });
  const needs = { skills: ['advice'], prompt: 'What should we do next?', tried: [] };
  expect(router.choose(needs, 0)?.agent).toBe('a-lawyer');
  expect(router.choose({ ...needs, context: { business: 'two bakeries', worry: 'flour is dear' } }, 0)).toMatchObject({
    agent: 'baker',
    why: expect.stringMatching(/knows .*flour/),
  });
});

test('a simple task goes to the cheap and quick one, a complex one to whoever is known to succeed; past missions count', async () => {
  const roster = new Roster();
  const about = { description: 'Works', instructions: 'Work', skills: ['work'] };
  roster.addAgent({ ...about, name: 'quick' });
  roster.addAgent({ ...about, name: 'sure' });
  const ends = ['quick', 'sure'].flatMap((agent) =>
    Array.from({ length: 20 }, (_, at): readonly [string, MissionEnd] => [
      `${agent} ${at}`,
      // Ends are known in their order; the quick one fails every sixth time, never three times in a row.
      {
        agent,
        model: '',
        passed: agent === 'sure' || at % 6 !== 0,
        milliseconds: agent === 'sure' ? 60_000 : 1_000,
        tokens: 100,
        at,
      },
    ]),
  );
  let asked = 0;
  const past = async (): Promise<ReadonlyMap<string, MissionEnd>> => {
    asked += 1;
    return Promise.resolve(new Map(ends));
  };
  const router = new Router({ agents: () => roster.agents(), prices: new PriceList(), past });
  await Promise.all([router.remember(), router.remember()]);
  expect(asked).toBe(1);
  const choose = (prompt: string) => router.choose({ skills: ['work'], prompt, tried: [] }, 1_000);
  expect(choose('Fix the typo')).toMatchObject({ agent: 'quick', why: expect.stringContaining('a simple task') });
  const long = `Compare the offers of all suppliers, then check the contracts; if one is dear, negotiate, and report. ${'Mind the details of each year and branch. '.repeat(14)}`;
  expect(choose(long)?.agent).toBe('sure');
  const indifferent = new Router({
    agents: () => roster.agents(),
    prices: new PriceList(),
    past,
    autoOptimization: false,
  });
  await indifferent.remember();
  expect(asked).toBe(1);
});
