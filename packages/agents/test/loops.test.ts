/**
 * Agents that go round in circles are stopped with the reason and a person is asked; missions that come back to whoever handed
 * them on are noticed; a coordinator hands on and can do nothing else.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@batonhq/core';
import { createEngine, openSqliteJournal, type OwnEngine } from '@batonhq/engine';
import { startScriptedModel, type ChatRequest, type Script, type ScriptedModel } from '@batonhq/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  adviceFunction,
  agentFunction,
  coordinator,
  delegateFunction,
  messageFunctions,
  Roster,
  toolOf,
  type AgentDefinition,
} from '../src/index.ts';
import { openModel } from '../src/models.ts';
import { calling } from './workplace.ts';

interface Team {
  readonly engine: OwnEngine;
  readonly model: ScriptedModel;
  readonly roster: Roster;
  readonly start: (mission: JsonObject) => Promise<string>;
}

let searched = 0;
const search = {
  name: 'search',
  description: 'Searches',
  input: { type: 'object' },
  run: () => {
    searched += 1;
    return { found: [] };
  },
};

async function team(script: Script, agents: readonly AgentDefinition[]): Promise<Team> {
  const directory = mkdtempSync(join(tmpdir(), 'baton-loops-'));
  const model = await startScriptedModel(script);
  const roster = new Roster([`${model.address}#scripted`]);
  const together = messageFunctions({
    messages: () => engine.messages,
    scopeOf: (execution) => engine.sharedContext.scopeOf(execution),
    definitionOf: async () => 'tests/mission',
  });
  const tools = [search, delegateFunction, ...together];
  for (const tool of tools) roster.addTool(toolOf(tool));
  for (const agent of agents) roster.addAgent(agent);
  const performing = agentFunction({
    agent: (name) => roster.agent(name),
    tool: (name) => roster.tool(name),
    model: (reference) => openModel(reference),
    asksPeople: true,
  });
  const engine: OwnEngine = await createEngine({
    journal: openSqliteJournal({ directory }),
    functions: [performing, adviceFunction, ...tools],
  });
  onTestFinished(async () => {
    await engine.close(0);
    await model.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { engine, model, roster, start: (mission) => engine.start({ definition: calling(mission) }) };
}

const agent = (name: string, tools: readonly string[], more: Partial<AgentDefinition> = {}): AgentDefinition => ({
  name,
  description: name,
  instructions: `You are ${name}.`,
  tools,
  ...more,
});

/** Who is asked, by the instructions. */
const whoIs = ({ messages }: ChatRequest): string =>
  /You are (\w+)/.exec(String(messages.find(({ role }) => role === 'system')?.content))?.[1] ?? '';

async function question(engine: OwnEngine) {
  return vi.waitFor(
    async () => {
      const [asked] = await engine.approvals.list({});
      if (asked === undefined) throw new TypeError('nobody is asked');
      return asked;
    },
    { timeout: 60_000, interval: 20 },
  );
}

test('who does the same again and again is stopped, and goes on with the advice of a person', async () => {
  searched = 0;
  const { engine, model, start } = await team(
    ({ messages }) =>
      JSON.stringify(messages).includes('Ask the archive')
        ? { text: 'The archive knows.' }
        : { calls: [{ name: 'search', arguments: { query: 'x' } }] },
    [agent('seeker', ['search'])],
  );
  const id = await start({ agent: 'seeker', prompt: 'Find it' });
  const asked = await question(engine);
  expect(asked).toMatchObject({ execution: id });
  expect(asked.reason).toMatch(/seeker goes round in circles .*search was called 3 times with the same arguments/);
  expect(searched).toBe(3);
  const amended = await engine.approvals.amend(asked.id, {
    by: 'dana',
    input: { agent: 'seeker', mission: 'Find it', problem: 'loop', advice: 'Ask the archive' },
  });
  await engine.approvals.approve(amended, { by: 'dana' });
  expect(await engine.result(id)).toMatchObject({ phase: 'completed', output: { text: 'The archive knows.' } });
  expect(model.requests).toHaveLength(4);
});

test('a person who says no ends the mission, with the reason it was stopped for', async () => {
  const { engine, start } = await team(
    () => ({ calls: [{ name: 'search', arguments: { query: 'x' } }] }),
    [agent('seeker', ['search'])],
  );
  const id = await start({ agent: 'seeker', prompt: 'Find it' });
  await engine.approvals.deny((await question(engine)).id, { by: 'dana' });
  expect(await engine.result(id)).toMatchObject({
    phase: 'faulted',
    fault: { detail: expect.stringMatching(/seeker stopped \(loop\): search was called 3 times/) },
  });
});

test('a mission that comes back to whoever handed it on is noticed, and a person is asked', async () => {
  const other: Readonly<Record<string, string>> = { ping: 'pong', pong: 'ping' };
  const { engine, start } = await team(
    (request) => {
      const results = request.messages.filter(({ role }) => role === 'tool');
      if (results.length > 0) return { text: `told: ${String(results[0]?.content)}` };
      return { calls: [{ name: 'delegate', arguments: { agent: other[whoIs(request)] ?? '', task: 'Decide' } }] };
    },
    [agent('ping', ['delegate']), agent('pong', ['delegate'])],
  );
  const id = await start({ agent: 'ping', prompt: 'Decide' });
  const asked = await question(engine);
  expect(asked.reason).toContain('the same mission came back to whoever handed it on: ping → pong → ping');
  await engine.approvals.deny(asked.id, { by: 'dana' });
  const result = await engine.result(id);
  // Nobody hangs: each says what it was told.
  expect(result).toMatchObject({ phase: 'completed' });
  expect(JSON.stringify(result)).toContain('stopped (loop)');
});

test('the same delegation for the third time is a loop, in whatever words the answer comes', async () => {
  let answers = 0;
  const { engine, start } = await team(
    (request) => {
      if (whoIs(request) === 'worker') {
        answers += 1;
        return { text: `Not yet, attempt ${answers}` };
      }
      return { calls: [{ name: 'delegate', arguments: { agent: 'worker', task: 'Do it' } }] };
    },
    [agent('boss', ['delegate']), agent('worker', [])],
  );
  const id = await start({ agent: 'boss', prompt: 'Get it done' });
  expect((await question(engine)).reason).toContain('delegate was called 3 times with the same arguments');
  expect(answers).toBe(3);
  await engine.cancel(id);
});

test('two who write the same to each other are not heard the third time', async () => {
  const { engine, start } = await team(
    ({ messages }) => {
      const results = messages.filter(({ role }) => role === 'tool');
      if (results.length === 3) return { text: String(results[2]?.content) };
      return { calls: [{ name: 'message_send', arguments: { to: 'other', body: 'Your turn' } }] };
    },
    [agent('one', ['message_send'], { limits: { turns: 10 } })],
  );
  const id = await start({ agent: 'one', prompt: 'Write' });
  expect(JSON.stringify(await engine.result(id))).toContain('for the third time, and nothing has changed');
  expect(await engine.messages.list({ tenant: 'local' })).toHaveLength(2);
});

test('a coordinator sees summaries of bounded size, and has no other way than to hand on', async () => {
  searched = 0;
  const seen: string[] = [];
  const { engine, roster, start } = await team(
    (request) => {
      if (whoIs(request) === 'worker') return { text: 'a long answer that goes on and on, '.repeat(100) };
      const results = request.messages.filter(({ role }) => role === 'tool').map(({ content }) => String(content));
      seen.splice(0, seen.length, ...results);
      if (results.length === 0) return { calls: [{ name: 'search', arguments: { query: 'secret' } }] };
      if (results.length === 1) return { calls: [{ name: 'delegate', arguments: { agent: 'worker', task: 'Write' } }] };
      return { text: 'Done by worker.' };
    },
    [{ ...coordinator, tools: ['delegate', 'message_send'] }, agent('worker', ['search'])],
  );
  const id = await start({ agent: 'coordinator', prompt: 'Write it' });
  expect(await engine.result(id)).toMatchObject({ phase: 'completed', output: { text: 'Done by worker.' } });
  expect(seen[0]).toContain('there is no tool search');
  expect(searched).toBe(0);
  expect(seen[1]?.length).toBeLessThan(4_100);
  expect(seen[1]).toMatch(new RegExp(`"reference":"${id}#work.*call.delegate.#0"`));
  expect(() => roster.addAgent({ ...coordinator, tools: ['delegate', 'search'] })).toThrow(
    /coordinator only hands on .* cannot have the tool search/,
  );
});

test('who hands on pays: what others spend for a mission is within what the mission may spend', async () => {
  let asked = 0;
  const { engine, start } = await team(
    (request) => {
      if (whoIs(request) === 'worker') {
        asked += 1;
        return { calls: [{ name: 'search', arguments: { query: asked } }], usage: { input: 200, output: 200 } };
      }
      const results = request.messages.filter(({ role }) => role === 'tool');
      if (results.length > 0) return { text: String(results[0]?.content), usage: { input: 10, output: 10 } };
      return {
        calls: [{ name: 'delegate', arguments: { agent: 'worker', task: 'Do it' } }],
        usage: { input: 10, output: 10 },
      };
    },
    [
      agent('boss', ['delegate'], { limits: { outputTokens: 200 } }),
      agent('worker', ['search'], { limits: { outputTokens: 300 } }),
    ],
  );
  const id = await start({ agent: 'boss', prompt: 'Get it done', budget: { tokens: 4_000 } });
  const result = await engine.result(id);
  expect(JSON.stringify(result)).toMatch(/mission work of execution .+ may spend 4,000 tokens/);
  expect(asked).toBeGreaterThan(1);
  expect(asked).toBeLessThan(10);
});
