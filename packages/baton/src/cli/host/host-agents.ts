import { readAgents, type AgentDefinition } from '@batonhq/agents';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Terminal } from '../terminal/terminal.ts';

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

/** Registers what can be done in the workspace of the command line. */
export async function offerWorkspace(system: OrchestrationSystem, typed: Arguments, terminal: Terminal): Promise<void> {
  const folder = typed.value('workspace');
  if (folder === undefined) return;
  const { Workspace, workspaceFunctions } = await import('@batonhq/agents/workspace');
  const workspace = await Workspace.open(folder);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const address = process.env['BATON_MAIL_ADDRESS'] ?? 'me@localhost.invalid';
  for (const definition of workspaceFunctions(workspace, { address, zone, weekdays: workdaysIn(zone) }))
    system.registerTool(definition);
  terminal.talk.line(terminal.talk.paint.dim(`workspace ${workspace.root}`));
}

/** Sunday to Thursday where the week is so, Monday to Friday elsewhere. */
function workdaysIn(zone: string): readonly number[] {
  return sundayWeeks.has(zone) ? [0, 1, 2, 3, 4] : [1, 2, 3, 4, 5];
}

const sundayWeeks: ReadonlySet<string> = new Set(['Asia/Jerusalem', 'Asia/Riyadh', 'Asia/Kuwait', 'Africa/Cairo']);
