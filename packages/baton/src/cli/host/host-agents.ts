import { readAgents, type AgentDefinition } from '@batonhq/agents';
import type { Arguments } from '../argument/arguments.ts';

/** Where agents are kept when nobody says otherwise. */
export const usualAgentsFolder = 'agents';

/** Agents to register, and models for those that name none. */
interface AgentsOfLine {
  readonly agents: readonly AgentDefinition[];
  readonly models: readonly string[];
}

/** Agents and models of the command line. */
export async function agentsOfLine(typed: Arguments): Promise<AgentsOfLine> {
  const files = await readAgents(typed.value('agents') ?? usualAgentsFolder);
  return { agents: files.map(({ agent }) => agent), models: typed.values('model') };
}
