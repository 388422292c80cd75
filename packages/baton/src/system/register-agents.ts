import { agentFunction, Roster, type Tool } from '@batonhq/agents';
import type { JsonObject } from '@batonhq/core';
import { guardedFetch, type FunctionDefinition } from '@batonhq/engine';
import type { SystemOptions } from './options.ts';

/** A function that is offered to agents: its name, description and input schema are what models see. */
export interface ToolDefinition extends FunctionDefinition {
  /** What it does and when to use it. */
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly input: JsonObject;
}

/** Agents and tools of a system, and the function that carries out missions with them. */
export interface RegisteredAgents {
  readonly roster: Roster;
  readonly performing: FunctionDefinition;
}

/** Makes room for agents; models go out the same guarded way as everything else. */
export function agentsOf({ models = [], egress, onText }: SystemOptions): RegisteredAgents {
  const roster = new Roster(models);
  const fetch = guardedFetch(egress);
  const performing = agentFunction({
    agent: (name) => roster.agent(name),
    tool: (name) => roster.tool(name),
    // Clients of providers take long to load, and most commands need none.
    model: async (reference) => (await import('@batonhq/agents/models')).openModel(reference, { fetch }),
    ...(onText !== undefined && { onText }),
  });
  return { roster, performing };
}

/** The tool that a function is. */
export function toolOf({ name, description, version, input }: ToolDefinition): Tool {
  return { name, description, function: name, input, ...(version !== undefined && { version }) };
}
