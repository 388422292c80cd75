import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, Recorded } from '@batonhq/core';
import {
  createEngine,
  openSqliteJournal,
  type Engine,
  type ExecutionResult,
  type FunctionDefinition,
} from '@batonhq/engine';
import { startScriptedModel, type Script, type ScriptedModel } from '@batonhq/testing';
import { onTestFinished } from 'vitest';
import { agentFunction, type Agent, type Tool } from '../src/index.ts';
import { openModel } from '../src/models.ts';

/** A definition whose one task gives a mission to an agent. */
export function calling(mission: JsonObject, name = 'mission'): JsonObject {
  return {
    document: { dsl: '1.0.3', namespace: 'tests', name, version: '1.0.0' },
    do: [{ work: { call: 'agent', with: mission } }],
  };
}

/** A journal of its own, an agent, its tools, and a scripted model. */
export interface Workplace {
  readonly model: ScriptedModel;
  readonly engine: Engine;
  /** Text the models wrote, as it came. */
  readonly said: string[];
  /** Carries out a mission. */
  carryOut(mission: JsonObject): Promise<{ readonly id: string; readonly result: ExecutionResult }>;
  events(id: string): Promise<readonly Recorded[]>;
}

/** What a workplace is made of. */
export interface Furniture {
  readonly script: Script;
  readonly agent?: Partial<Agent>;
  readonly functions?: readonly FunctionDefinition[];
  readonly tools?: readonly Tool[];
  /** Models tried before and after the scripted one. */
  readonly models?: (address: string) => readonly string[];
}

/** Opens a workplace that goes away with the test. */
export async function openWorkplace({
  script,
  agent,
  functions = [],
  tools = [],
  models,
}: Furniture): Promise<Workplace> {
  const directory = mkdtempSync(join(tmpdir(), 'baton-agents-'));
  const model = await startScriptedModel(script);
  const said: string[] = [];
  const colleague: Agent = {
    name: 'helper',
    version: '1.0.0',
    description: 'Helps',
    skills: [],
    instructions: 'Be brief.',
    models: models?.(model.address) ?? [`${model.address}#scripted`],
    tools: tools.map(({ name }) => name),
    ...agent,
  };
  const performing = agentFunction({
    agent: (name) => (name === colleague.name ? colleague : undefined),
    tool: (name) => tools.find((tool) => tool.name === name),
    model: (reference) => openModel(reference),
    onText: ({ delta }) => said.push(delta),
  });
  const engine = await createEngine({
    journal: openSqliteJournal({ directory }),
    functions: [performing, ...functions],
    onFatal: (error) => {
      throw error;
    },
  });
  onTestFinished(async () => {
    await engine.close(0);
    await model.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    model,
    engine,
    said,
    async carryOut(mission) {
      const id = await engine.start({ definition: calling({ agent: 'helper', ...mission }) });
      return { id, result: await engine.result(id) };
    },
    async events(id) {
      const recorded: Recorded[] = [];
      for await (const event of engine.events(id)) recorded.push(event);
      return recorded;
    },
  };
}

/** A tool and the function behind it. */
export function toolOf(
  name: string,
  run: NonNullable<FunctionDefinition['run']>,
): { readonly tool: Tool; readonly definition: FunctionDefinition } {
  const input = { type: 'object' };
  return {
    tool: { name, description: `Does ${name}`, function: name, input },
    definition: { name, input, run },
  };
}
