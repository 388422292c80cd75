import { agentFunction, PriceList, Roster } from '@batonhq/agents';
import type { FunctionDefinition } from '@batonhq/engine';
import type { SystemOptions } from './options.ts';

/** Agents and tools of a system, and the function that carries out missions with them. */
export interface RegisteredAgents {
  readonly roster: Roster;
  readonly performing: FunctionDefinition;
}

/** Makes room for agents; models go out by `fetch`, the guarded way of everything else. */
export function agentsOf(
  { models = [], prices, onText }: Pick<SystemOptions, 'models' | 'prices' | 'onText'>,
  fetch: typeof globalThis.fetch,
): RegisteredAgents {
  const roster = new Roster(models);
  const performing = agentFunction({
    agent: (name) => roster.agent(name),
    tool: (name) => roster.tool(name),
    // Clients of providers take long to load, and most commands need none.
    model: async (reference) => (await import('@batonhq/agents/models')).openModel(reference, { fetch }),
    prices: new PriceList(prices),
    ...(onText !== undefined && { onText }),
  });
  return { roster, performing };
}
