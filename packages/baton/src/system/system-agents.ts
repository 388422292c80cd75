import { watch } from 'node:fs';
import { checkAgent, readAgents, type AgentHealth, type DiscoveredTool, type Tool } from '@batonhq/agents';
import { NotFoundError } from '@batonhq/engine';
import { findTools, type ToolSource } from './discover-tools.ts';
import type { OrchestrationSystem } from './orchestration-system.ts';
import type { RegisteredAgents } from './register-agents.ts';

type Doors = Pick<OrchestrationSystem, 'registerAgent' | 'removeAgent' | 'checkAgent' | 'discoverTools' | 'offerTools'>;

/** What the commands about agents are made of. */
interface Making {
  readonly agents: RegisteredAgents;
  /** Throws where another process owns the folder. */
  readonly mustOwn: (name: string) => void;
  readonly commands: Pick<OrchestrationSystem, 'define' | 'submitWorkflow'>;
}

/** The commands of a system about agents and the tools of others. */
export function systemAgents({ agents, mustOwn, commands }: Making): Doors {
  const { roster, model } = agents;
  const offer = async (found: readonly DiscoveredTool[]): Promise<void> => {
    for (const { definition } of found) await commands.define(definition);
    for (const { tool } of found) roster.addTool(tool);
  };
  return {
    registerAgent(definition) {
      mustOwn(definition.name);
      roster.addAgent(definition);
    },
    removeAgent(name) {
      mustOwn(name);
      return roster.removeAgent(name);
    },
    async checkAgent(name): Promise<AgentHealth> {
      const agent = roster.agent(name);
      if (agent === undefined) throw new NotFoundError(`there is no agent ${name}`);
      return checkAgent(agent, { tool: (one) => roster.tool(one), model });
    },
    async discoverTools(source: ToolSource): Promise<readonly Tool[]> {
      mustOwn(source.name);
      const found = await findTools(source, commands);
      await offer(found);
      return found.map(({ tool }) => tool);
    },
    async offerTools(found) {
      mustOwn(found[0]?.tool.name ?? 'tools');
      await offer(found);
    },
  };
}

/** What keeping agents as their files are takes. */
interface Watching {
  readonly agents: RegisteredAgents;
  /** Publishes and offers the tools that a file says were found. */
  readonly offer: (found: readonly DiscoveredTool[]) => Promise<void>;
  readonly onWarning: (error: unknown) => void;
}

/** Milliseconds of quiet before a folder that changed is read again: editors write in several steps. */
const quiet = 150;

/**
 * Keeps the agents of a folder as its files are: read again when one changes. A file that cannot be read as an agent
 * changes nothing and is told. Ends with what it returns.
 */
export function watchAgents(folder: string, { agents, offer, onWarning }: Watching): Disposable {
  let known = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const refresh = async (): Promise<void> => {
    const files = await readAgents(folder);
    for (const { agent, found } of files) {
      agents.roster.addAgent(agent);
      if (found.length > 0) await offer(found);
    }
    const names = new Set(files.map(({ agent }) => agent.name));
    for (const name of known) if (!names.has(name)) agents.roster.removeAgent(name);
    known = names;
    agents.fromFiles.clear();
    for (const name of names) agents.fromFiles.add(name);
  };
  const watcher = watch(folder, { persistent: false }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh().catch(onWarning), quiet).unref();
  });
  watcher.on('error', onWarning);
  void refresh().catch(onWarning);
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
