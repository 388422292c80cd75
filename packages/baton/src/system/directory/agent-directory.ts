import {
  coordinator,
  readyAgents,
  scorecardOf,
  standingOf,
  type Agent,
  type MissionAssignment,
  type Tool,
} from '@batonhq/agents';
import type { Journal } from '@batonhq/core';
import type { FunctionDefinition } from '@batonhq/engine';
import type { AgentDirectory } from '@batonhq/server';
import type { RegisteredAgents } from '../register-agents.ts';
import { missionsInHand } from './missions-in-hand.ts';
import { JournalMissions } from './read-missions.ts';

/** What a directory looks at. */
export interface DirectoryParts {
  readonly dataDir: string;
  readonly journal: Pick<Journal, 'view'>;
  readonly agents: Pick<RegisteredAgents, 'roster' | 'fromFiles'>;
  /** The functions that are registered now. */
  readonly functions: () => readonly FunctionDefinition[];
  readonly now?: () => number;
}

/** Missions that the page of an agent shows. */
const shown = 50;

/** The agents, tools and functions of a system, with what its journal says of missions. */
export function agentDirectory(parts: DirectoryParts): AgentDirectory {
  const { roster } = parts.agents;
  const missions = new JournalMissions(parts.dataDir);
  return {
    async agents(tenant) {
      const book = await missions.book();
      const inHand = await missionsInHand(tenant, book, parts.journal);
      const rows = roster
        .agents()
        .map((agent) => rowOf(agent, { parts, ended: book.ended(tenant, agent.name), inHand }));
      return rows.toSorted((left, right) => left.name.localeCompare(right.name));
    },
    async agent(tenant, name) {
      const agent = roster.agent(name);
      if (agent === undefined) return null;
      const book = await missions.book();
      const inHand = await missionsInHand(tenant, book, parts.journal);
      const ended = book.ended(tenant, agent.name);
      const own = inHand.filter((one) => one.agent === agent.name);
      return {
        ...rowOf(agent, { parts, ended, inHand }),
        instructions: agent.instructions,
        output: agent.output ?? null,
        limits: { ...agent.limits },
        missingTools: missingTools(agent, parts),
        assignments: [...own.toReversed(), ...ended.toReversed()].slice(0, shown).map(plain),
      };
    },
    async assignments(tenant, execution) {
      const book = await missions.book();
      const open = await missionsInHand(tenant, book, parts.journal);
      const ended = book.agentsOf(tenant).flatMap((name) => book.ended(tenant, name));
      const all = [...ended, ...open].filter((one) => one.execution === execution);
      return all.toSorted((left, right) => left.at - right.at).map(plain);
    },
    tools: () => roster.tools().map((tool) => toolRow(tool, parts)),
    functions: () => parts.functions().map(functionRow),
  };
}

interface Rating {
  readonly parts: DirectoryParts;
  readonly ended: readonly MissionAssignment[];
  readonly inHand: readonly MissionAssignment[];
}

function rowOf(agent: Agent, { parts, ended, inHand }: Rating) {
  const { name, version, description, skills, tools, models } = agent;
  const scorecard = scorecardOf(agent, { ended, inHand: inHand.filter((one) => one.agent === name).length });
  const now = (parts.now ?? Date.now)();
  const health = standingOf(agent, { card: scorecard, missingTools: missingTools(agent, parts), now });
  return {
    name,
    version,
    description,
    skills: [...skills],
    tools: [...tools],
    models: [...models],
    from: originOf(agent, parts),
    health,
    scorecard,
  };
}

function originOf({ name, instructions }: Agent, { agents }: DirectoryParts): 'baton' | 'file' | 'program' {
  if (agents.fromFiles.has(name)) return 'file';
  return [...readyAgents, coordinator].some((ready) => ready.name === name && ready.instructions === instructions)
    ? 'baton'
    : 'program';
}

function missingTools({ tools }: Agent, { agents }: DirectoryParts): string[] {
  return tools.filter((name) => agents.roster.tool(name) === undefined);
}

function toolRow(tool: Tool, { agents, functions }: DirectoryParts): ReturnType<AgentDirectory['tools']>[number] {
  const { name, description, input, workflow = null, trust = 'fetched', sinks = [] } = tool;
  const definition = functions().find((one) => one.name === tool.function);
  return {
    name,
    description,
    input,
    function: tool.function,
    workflow,
    risk: definition?.risk ?? null,
    trust,
    sinks: sinks.map((sink) => ({ ...sink })),
    agents: agents.roster.agents().flatMap((agent) => (agent.tools.includes(name) ? [agent.name] : [])),
  };
}

function functionRow(definition: FunctionDefinition): ReturnType<AgentDirectory['functions']>[number] {
  const { name, version = '1.0.0', risk = null, repeat = 'keyed', input = null, output = null } = definition;
  const description = 'description' in definition ? String(definition.description) : null;
  return { name, version, description, risk, repeat, input, output };
}

function plain(mission: MissionAssignment): MissionAssignment & { tried: string[] } {
  return { ...mission, tried: [...mission.tried] };
}
