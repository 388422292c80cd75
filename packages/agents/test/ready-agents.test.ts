/**
 * Every ready agent does its duty: a scripted model on the real wire format asks for the agent's tools, the tools work on
 * the sample workspace, and the answer, made out of what they brought back, fits the agent's schema.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { createEngine, openSqliteJournal, type Engine } from '@batonhq/engine';
import { startScriptedModel, type ChatRequest, type ScriptedModel } from '@batonhq/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentFunction, readyAgents, Roster, toolOf } from '../src/index.ts';
import { openModel } from '../src/models.ts';
import { readWorkspaceSettings, Workspace, workspaceFunctions } from '../src/workspace.ts';
import { duties, type Duty } from './duties.ts';

let directory = '';
let engine: Engine;
let model: ScriptedModel;
let functions: ReturnType<typeof workspaceFunctions>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'baton-ready-'));
  const folder = join(directory, 'workspace');
  cpSync(new URL('../../../examples/workspace', import.meta.url), folder, { recursive: true });
  const workspace = await Workspace.open(folder);
  const { owner } = await readWorkspaceSettings(workspace, { address: 'me@example.com', zone: 'UTC', weekdays: [] });
  functions = workspaceFunctions(workspace, owner);
  model = await startScriptedModel(script);
  const roster = new Roster([`${model.address}#scripted`]);
  for (const definition of functions) roster.addTool(toolOf(definition));
  for (const agent of readyAgents) roster.addAgent(agent);
  const performing = agentFunction({
    agent: (name) => roster.agent(name),
    tool: (name) => roster.tool(name),
    model: (reference) => openModel(reference),
  });
  engine = await createEngine({
    journal: openSqliteJournal({ directory: join(directory, 'journal') }),
    functions: [performing, ...functions],
  });
});

afterAll(async () => {
  await engine.close(0);
  await model.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Plays the duty whose prompt the request begins with: one turn of calls after the other, then the answer. */
function script(request: ChatRequest) {
  const duty = duties.find(({ prompt }) => JSON.stringify(request.messages).includes(prompt));
  if (duty === undefined) return { refuse: { status: 400, message: 'no such duty' } };
  const results = request.messages.flatMap(({ role, content }) => (role === 'tool' ? [readResult(content)] : []));
  const done = results.length;
  let count = 0;
  for (const turn of duty.turns) {
    if (done === count) return { calls: turn(results).map(([name, given]) => ({ name, arguments: given })) };
    count += turn(results).length;
  }
  return { text: JSON.stringify(duty.answer(results)) };
}

function readResult(content: unknown): JsonObject {
  const value: Json = JSON.parse(typeof content === 'string' ? content : 'null');
  return isJsonObject(value) ? value : {};
}

function toolsUsed(output: Json): readonly string[] {
  const handOff = isJsonObject(output) ? output['handOff'] : null;
  const tools = isJsonObject(handOff) ? handOff['tools'] : null;
  return isJsonObject(tools) ? Object.keys(tools) : [];
}

test.each(duties.map((duty) => [duty.agent, duty] as const))('%s', async (name, duty: Duty) => {
  const document = { dsl: '1.0.3', namespace: 'tests', name: 'duty', version: '1.0.0' };
  const work = { work: { call: 'agent', with: { agent: name, prompt: duty.prompt } } };
  const result = await engine.result(await engine.start({ definition: { document, do: [work] } }));
  if (result.phase !== 'completed') throw new TypeError(JSON.stringify(result));
  expect(result.output).toMatchObject({ output: duty.expected, handOff: { status: 'completed' } });
  expect(toolsUsed(result.output)).not.toEqual([]);
});

test('there are twenty, each with a duty here, and every tool they name exists', () => {
  expect(readyAgents).toHaveLength(20);
  expect(duties.map(({ agent }) => agent).toSorted()).toEqual(readyAgents.map(({ name }) => name).toSorted());
  const known = new Set(functions.map(({ name }) => name));
  const missing = readyAgents.flatMap(({ tools = [] }) => tools.filter((tool) => !known.has(tool)));
  expect(missing).toEqual([]);
});
