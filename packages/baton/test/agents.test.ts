/** Agents through the SDK: registered beside functions, called by definitions, going out only where they may. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readyAgents } from '@batonhq/agents';
import { createOrchestrationSystem, type OrchestrationSystem, type SystemOptions } from '@batonhq/baton';
import { startScriptedModel, type ScriptedModel } from '@batonhq/testing';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';

let dataDir = '';
let model: ScriptedModel;
const open: OrchestrationSystem[] = [];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'baton-agents-'));
  model = await startScriptedModel(({ messages }) => {
    const results = messages.filter(({ role }) => role === 'tool');
    if (results.length > 0) return { text: `It is ${String(results[0]?.content)}.` };
    return { calls: [{ name: 'temperature', arguments: { city: 'Haifa' } }] };
  });
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((system) => system.close()));
  await model.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const asking = {
  document: { dsl: '1.0.3', namespace: 'tests', name: 'asking', version: '0.1.0' },
  do: [{ ask: { call: 'agent', with: { agent: 'forecaster', prompt: '${ "How warm is " + .city + "?" }' } } }],
};

async function openSystem(options: SystemOptions): Promise<OrchestrationSystem> {
  const system = await createOrchestrationSystem({ dataDir, models: [`${model.address}#scripted`], ...options });
  open.push(system);
  system.registerTool({
    name: 'temperature',
    description: 'Degrees in a city',
    input: { type: 'object', required: ['city'], properties: { city: { type: 'string' } } },
    run: () => 31,
  });
  system.registerAgent({
    name: 'forecaster',
    description: 'Knows the weather',
    instructions: 'Use your tools.',
    tools: ['temperature'],
  });
  return system;
}

test('a definition gives a mission to an agent, who uses its tool', async () => {
  const system = await openSystem({ egress: { allow: ['127.0.0.1'] } });
  const execution = await system.submitWorkflow({ workflow: asking, input: { city: 'Haifa' } });
  expect(await execution.result()).toMatchObject({
    phase: 'completed',
    output: { text: 'It is 31.', handOff: { agent: 'forecaster:1.0.0', tools: { temperature: 1 } } },
  });
  expect(String(model.requests[0]?.messages.at(-1)?.content)).toBe('How warm is Haifa?');
});

test('models are reached by the guarded way only', async () => {
  const system = await openSystem({});
  const execution = await system.submitWorkflow({ workflow: asking, input: { city: 'Haifa' } });
  expect(await execution.result()).toMatchObject({
    phase: 'faulted',
    fault: { detail: expect.stringContaining('127.0.0.1 is not a public address; allow it with egress.allow') },
  });
  expect(model.requests).toHaveLength(0);
});

test('what an agent or a tool lacks is said at once', async () => {
  const system = await openSystem({});
  expect(() => system.registerAgent({ name: 'x y', description: 'x', instructions: 'x' })).toThrow(
    /cannot name an agent/,
  );
});

test('an agent counts as active while it has a mission in hand; missions may name skills instead of an agent', async () => {
  const system = await openSystem({ egress: { allow: ['127.0.0.1'] } });
  const { promise: held, resolve: letGo } = Promise.withResolvers<number>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
  system.registerTool({
    name: 'temperature',
    description: 'Degrees in a city',
    version: '2.0.0',
    input: { type: 'object' },
    run() {
      begin(undefined);
      return held;
    },
  });
  system.registerAgent({
    name: 'weatherman',
    description: 'Knows the weather',
    instructions: 'Use your tools.',
    skills: ['weather'],
    tools: ['temperature'],
  });
  const workflow = {
    document: { dsl: '1.0.3', namespace: 'tests', name: 'weather', version: '0.1.0' },
    do: [{ ask: { call: 'agent', with: { skills: ['weather'], prompt: 'How warm is Haifa?' } } }],
  };
  const execution = await system.submitWorkflow({ workflow });
  await begun;
  expect((await system.getSystemMetrics()).activeAgents).toBe(1);
  letGo(29);
  expect(await execution.result()).toMatchObject({
    output: { text: 'It is 29.', handOff: { agent: 'weatherman:1.0.0' } },
  });
  expect((await system.getSystemMetrics()).activeAgents).toBe(0);
});

test('a workspace brings the agents that come with Baton, each with all of its tools', async () => {
  const workspace = mkdtempSync(join(tmpdir(), 'baton-ready-'));
  onTestFinished(() => rmSync(workspace, { recursive: true, force: true }));
  const host = new URL(model.address).host;
  const system = await openSystem({ workspace, egress: { allow: [host] } });
  for (const { name } of readyAgents)
    expect(await system.checkAgent(name)).toMatchObject({ name, isHealthy: true, missingTools: [] });
  expect(system.removeAgent('editor')).toBe(true);
  await expect(system.checkAgent('editor')).rejects.toThrow('there is no agent editor');
});
