import { existsSync } from 'node:fs';
import { readAgents, type AgentDefinition, type DiscoveredTool } from '@batonhq/agents';
import type { Arguments } from '../argument/arguments.ts';

/** Where agents are kept when nobody says otherwise. */
export const usualAgentsFolder = 'agents';

/** Agents to register, and models for those that name none. */
interface AgentsOfLine {
  readonly agents: readonly AgentDefinition[];
  readonly models: readonly string[];
  /** Tools that were found for them elsewhere, as they were then. */
  readonly found: readonly DiscoveredTool[];
  /** Their folder, where there is one: it is read again when it changes. */
  readonly folder: string | null;
}

/** Agents and models of the command line. */
export async function agentsOfLine(typed: Arguments): Promise<AgentsOfLine> {
  const folder = typed.value('agents') ?? usualAgentsFolder;
  const files = await readAgents(folder);
  return {
    agents: files.map(({ agent }) => agent),
    models: typed.values('model'),
    found: files.flatMap(({ found }) => found),
    folder: existsSync(folder) ? folder : null,
  };
}
