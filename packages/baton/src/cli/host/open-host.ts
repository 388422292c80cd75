import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createOrchestrationSystem } from '../../system/create-orchestration-system.ts';
import { readPrices, type AgentDefinition, type DiscoveredTool, type ToolDefinition } from '@batonhq/agents';
import { isJsonObject } from '@batonhq/core';
import type { FunctionDefinition } from '@batonhq/engine';
import type { SystemOptions } from '../../system/options.ts';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import type { Arguments } from '../argument/arguments.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { parseLimits } from '../argument/limit-argument.ts';
import { loadFunctions } from '../argument/function-modules.ts';
import { shellWord } from '../argument/shell-word.ts';
import { UsageError } from '../argument/usage-error.ts';
import { agentsOfLine } from './host-agents.ts';
import { logOfLine, type LogOfLine } from './log-of-line.ts';
import { policyOfLine } from './policy-of-line.ts';
import { tracesOf } from './traces-of-line.ts';
import { agentKeysOf, authoritiesOf } from './trust-of-line.ts';
import { parseDuration } from '../terminal/duration.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import { reportError } from '../report-error.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Opens the folder as its owner, or as a client of its owner, with the functions of the command line. */
export async function openHost(
  typed: Arguments,
  terminal: Terminal,
  { workspace = typed.value('workspace') }: { readonly workspace?: string | undefined } = {},
): Promise<OrchestrationSystem> {
  const functions = await loadFunctions(typed.values('functions'));
  const { agents, models, folder, found } = await agentsOfLine(typed);
  const policy = await policyOfLine(typed);
  const system = await createOrchestrationSystem({
    dataDir: dataDirOf(typed),
    egress: { allow: typed.values('allow-host'), ...(await authoritiesOf(typed)) },
    folders: typed.values('allow-folder'),
    calls: { ...callsOf(typed), agentKeys: await agentKeysOf(typed) },
    ...lifecycleOf(typed.value('lifecycle')),
    ...(policy !== undefined && { policy }),
    ...compareAfterOf(typed.value('compare-after')),
    models,
    limits: parseLimits(typed.values('limit')),
    ...(await pricesOf(typed)),
    ...(workspace !== undefined && { workspace }),
    workspaces: workspacesOf(typed),
    ...(folder !== null && { agentsFolder: folder }),
    recovery: 'manual',
    ...tracesOf(typed),
    ...listeners(terminal, logOfLine(typed.value('log'))),
  });
  if (system.role === 'client') sayClient({ functions, limits: typed.values('limit') }, terminal);
  else await register(system, { functions, agents, found });
  if (workspace !== undefined)
    terminal.talk.line(terminal.talk.paint.dim(plainLine(`workspace ${resolve(workspace)}`)));
  return system;
}

interface Registering {
  readonly functions: readonly FunctionDefinition[];
  readonly agents: readonly AgentDefinition[];
  readonly found: readonly DiscoveredTool[];
}

async function register(system: OrchestrationSystem, { functions, agents, found }: Registering): Promise<void> {
  try {
    for (const definition of functions) {
      if (isTool(definition)) system.registerTool(definition);
      else system.registerFunction(definition);
    }
    for (const definition of agents) system.registerAgent(definition);
    if (found.length > 0) await system.offerTools(found);
  } catch (error) {
    await system.close();
    throw error;
  }
}

/** A function that says what it does and takes is a tool too: agents may use it, and plans may. */
function isTool(definition: FunctionDefinition): definition is ToolDefinition {
  return 'description' in definition && typeof definition.description === 'string' && isJsonObject(definition.input);
}

/** What models cost, by the file of the command line. */
async function pricesOf(typed: Arguments): Promise<Pick<SystemOptions, 'prices'>> {
  const file = typed.value('prices');
  if (file === undefined) return {};
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`--prices ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  return { prices: readPrices(text, file) };
}

/** The programs that the command line lets calls start. */
function callsOf(typed: Arguments): NonNullable<SystemOptions['calls']> {
  const [shell, python] = [typed.value('allow-shell'), typed.value('allow-python')];
  const processes = { ...(shell !== undefined && { shell }), ...(python !== undefined && { python }) };
  return { mcpServers: typed.values('allow-mcp'), processes };
}

/** The folders of other tenants. */
function workspacesOf(typed: Arguments): Readonly<Record<string, string>> {
  const pairs = typed.values('workspace-of').map((given) => {
    const [, tenant, folder] = /^([^=]+)=(.+)$/.exec(given) ?? [];
    if (tenant !== undefined && folder !== undefined) return [tenant, folder] as const;
    throw new UsageError(`--workspace-of ${given} names no folder`, '--workspace-of acme=/srv/acme');
  });
  return Object.fromEntries(pairs);
}

function compareAfterOf(given: string | undefined): Pick<SystemOptions, 'compareAfter'> {
  const compareAfter = given === undefined ? undefined : parseDuration(given);
  if (given !== undefined && compareAfter === undefined)
    throw new UsageError(`--compare-after ${given} is no duration`, '--compare-after 30m');
  return compareAfter === undefined ? {} : { compareAfter };
}

function lifecycleOf(level: string | undefined): Pick<SystemOptions, 'events'> {
  if (level === undefined) return {};
  if (level === 'executions' || level === 'tasks') return { events: { lifecycle: level } };
  throw new UsageError(`--lifecycle ${level} does not exist`, '--lifecycle executions, or --lifecycle tasks');
}

function sayClient(
  { functions, limits }: { readonly functions: readonly unknown[]; readonly limits: readonly string[] },
  { talk }: Terminal,
): void {
  talk.line(talk.paint.dim('another process owns the folder: it executes, this one watches'));
  if (functions.length > 0) talk.line('--functions is of no use here: the owner calls its own; give them to it');
  if (limits.length > 0) talk.line('--limit is of no use here: the owner keeps to its own; give them to it');
}

/** What the engine has to say while it works. */
function listeners(terminal: Terminal, log: LogOfLine | null): Pick<SystemOptions, 'onFatal' | 'onLog' | 'onWarning'> {
  const { talk } = terminal;
  return {
    onFatal(error) {
      process.exit(reportError(error, terminal));
    },
    onWarning(error, execution) {
      log?.warning(error, execution);
      const about = execution === undefined ? '' : `${execution}: `;
      talk.line(
        `${talk.paint.yellow('warning')} ${plainLine(about + (error instanceof Error ? error.message : String(error)))}`,
      );
    },
    onLog(entry) {
      log?.entry(entry);
      const { task, message, data } = entry;
      const more = data === null ? '' : ` ${plainJson(data)}`;
      talk.line(talk.paint.dim(`${plainLine(`${task}: ${message}`)}${more}`));
    },
  };
}

/** Lets unfinished executions go on, and says which. */
export async function goOn(system: OrchestrationSystem, { talk }: Terminal): Promise<number> {
  if (system.role === 'client') return 0;
  const open = await system.listExecutions({ phases: ['pending', 'running', 'waiting'], limit: 1_000 });
  if (open.length > 0) {
    const named = open.slice(0, 3).map(({ id, definition }) => plainLine(`${id} (${definition.name})`));
    const more = open.length > named.length ? ` and ${open.length - named.length} more` : '';
    talk.line(talk.paint.dim(`unfinished executions of this folder go on: ${named.join(', ')}${more}`));
  }
  await system.start();
  return open.length;
}

/** The options of a command line that another one must repeat to do the same. */
export function repeatedOptions(typed: Arguments, names: readonly string[]): string {
  return names.flatMap((name) => typed.values(name).map((value) => ` --${name} ${shellWord(value)}`)).join('');
}
