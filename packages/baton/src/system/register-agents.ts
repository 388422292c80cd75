import { agentFunction, Roster } from '@batonhq/agents';
import { guardedFetch, type FunctionDefinition } from '@batonhq/engine';
import type { SystemOptions } from './options.ts';

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
