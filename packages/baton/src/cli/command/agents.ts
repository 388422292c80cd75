import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  coordinator,
  readAgent,
  readAgents,
  readyAgents,
  type AgentDefinition,
  type AgentFile,
  type AgentHealth,
} from '@batonhq/agents';
import { NotFoundError } from '@batonhq/engine';
import { nearest } from '../../nearest.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { usualAgentsFolder } from '../host/host-agents.ts';
import { openHost } from '../host/open-host.ts';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import { plainJson, plainLine, plainText } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { addFromSource, refreshAgents } from './agent-discovery.ts';
import { AgentExistsError } from './agent-exists-error.ts';
import { readAgentRecord, recordLines } from './agent-record.ts';
import { sourceOfLine } from './agent-source.ts';

type Deed = (typed: Arguments, terminal: Terminal) => Promise<ExitCode>;

const deeds: Readonly<Record<string, Deed>> = { list, show, add, refresh, remove, test };

/** `baton agents`. */
export const agents: Action = (typed, terminal) => {
  const [what = 'list'] = typed.positionals;
  const deed = Object.hasOwn(deeds, what) ? deeds[what] : undefined;
  if (deed === undefined)
    throw new UsageError(`baton agents ${what} does not exist`, `one of ${Object.keys(deeds).join(', ')}`);
  return deed(typed, terminal);
};

/** An agent of the folder, or one that comes with Baton and has no file: that of the folder takes its place. */
interface KnownAgent {
  readonly agent: AgentDefinition;
  readonly path: string | null;
}

async function knownAgents(typed: Arguments): Promise<readonly KnownAgent[]> {
  const files = await readAgents(folderOf(typed));
  const own = new Set(files.map(({ agent }) => agent.name));
  const ready = [...readyAgents, coordinator]
    .filter(({ name }) => !own.has(name))
    .map((agent) => ({ agent, path: null }));
  return [...files, ...ready];
}

async function list(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  const known = await knownAgents(typed);
  if (terminal.json) {
    const rows = known.map(({ path, agent }) => ({ ...agent, path }));
    terminal.data.line(plainJson(rows, 2));
    return exitCodes.ok;
  }
  const width = Math.max(...known.map(({ agent }) => agent.name.length));
  for (const { agent } of known) terminal.data.line(`${agent.name.padEnd(width)}  ${plainLine(agent.description)}`);
  const own = known.filter(({ path }) => path !== null).length;
  terminal.talk.line(
    terminal.talk.paint.dim(
      `${own} in ${folderOf(typed)}, ${known.length - own} that come with Baton (for a --workspace)`,
    ),
  );
  return exitCodes.ok;
}

async function show(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  const { path, agent } = find(await knownAgents(typed), typed);
  const record = await readAgentRecord(dataDirOf(typed), agent);
  if (terminal.json) {
    terminal.data.line(plainJson({ ...agent, path, ...record }, 2));
    return exitCodes.ok;
  }
  const { name, version = '1.0.0', description, skills = [], tools = [], models = [], instructions } = agent;
  const facts = [
    ['skills', skills.join(', ')],
    ['tools', tools.join(', ')],
    ['models', models.join(', ')],
    ['file', path ?? 'comes with Baton'],
  ] as const;
  terminal.data.line(plainLine(`${name}:${version}  ${description}`));
  for (const [label, value] of facts) if (value !== '') terminal.data.line(plainLine(`${label.padEnd(7)} ${value}`));
  for (const line of record === null ? [] : recordLines(record)) terminal.data.line(plainLine(line));
  terminal.data.line();
  terminal.data.line(plainText(instructions.trimEnd()));
  return exitCodes.ok;
}

function refresh(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  const [, ...names] = typed.positionals;
  return refreshAgents(names, { folder: folderOf(typed), typed, terminal });
}

async function add(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  const source = sourceOfLine(typed, typed.positionals[1]);
  if (source !== null) return addFromSource(source, { folder: folderOf(typed), typed, terminal });
  const file = named(typed, 'FILE');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new NotFoundError(`there is no file ${file}`);
  });
  const agent = readAgent(text, file);
  const folder = folderOf(typed);
  const path = join(folder, basename(file));
  const other = (await readAgents(folder)).find((known) => known.agent.name === agent.name || known.path === path);
  if (other !== undefined) throw new AgentExistsError(other.agent.name, other.path);
  await mkdir(folder, { recursive: true });
  await copyFile(file, path);
  terminal.talk.line(`${agent.name} is in ${path}`);
  if (terminal.json) terminal.data.line(plainJson({ name: agent.name, path }, 2));
  return exitCodes.ok;
}

async function remove(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  const files: readonly AgentFile[] = await readAgents(folderOf(typed));
  const { path, agent } = find(files, typed);
  await rm(path);
  terminal.talk.line(`${agent.name} is gone: ${path} was removed`);
  if (terminal.json) terminal.data.line(plainJson({ name: agent.name, path }, 2));
  return exitCodes.ok;
}

async function test(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  const { agent, path } = find(await knownAgents(typed), typed);
  if (path === null && typed.value('workspace') === undefined)
    throw new UsageError(`${agent.name} comes with Baton and works in a workspace`, '--workspace DIR');
  const prompt = typed.value('prompt');
  const system = await openHost(typed, terminal);
  try {
    if (prompt !== undefined) return await tryMission(system, { agent: agent.name, prompt, terminal });
    if (system.role === 'owner') return sayHealth(await system.checkAgent(agent.name), terminal);
    throw new UsageError('another process owns the folder and has the tools', '--prompt TEXT, or --data DIR');
  } finally {
    await system.close();
  }
}

interface Trying {
  readonly agent: string;
  readonly prompt: string;
  readonly terminal: Terminal;
}

async function tryMission(system: OrchestrationSystem, { agent, prompt, terminal }: Trying): Promise<ExitCode> {
  const execution = await system.submitWorkflow({ workflow: missionOf(agent, prompt) });
  const result = await execution.result();
  const id = execution.id;
  if (terminal.json) terminal.data.line(plainJson({ id, ...result }, 2));
  else if (result.phase === 'completed') terminal.data.line(plainText(answerIn(result.output)));
  else
    terminal.talk.line(
      plainLine(result.phase === 'faulted' ? (result.fault.detail ?? result.fault.type) : result.phase),
    );
  terminal.talk.line(terminal.talk.paint.dim(`baton show ${id}`));
  return result.phase === 'completed' ? exitCodes.ok : exitCodes.faulted;
}

/** Whether it could work: its tools, its models. */
function sayHealth(health: AgentHealth, terminal: Terminal): ExitCode {
  if (terminal.json) terminal.data.line(plainJson(health, 2));
  else {
    const { name, version, isHealthy, missingTools, models } = health;
    terminal.data.line(plainLine(`${name}:${version}  ${isHealthy ? 'could work now' : 'could not work now'}`));
    for (const { reference, answers, detail } of models)
      terminal.data.line(plainLine(`  model ${reference}: ${answers ? 'answers' : detail}`));
    if (models.length === 0) terminal.data.line('  no model: name one with --model');
    if (missingTools.length > 0)
      terminal.data.line(plainLine(`  tools that are missing: ${missingTools.join(', ')} (--workspace, --functions)`));
  }
  return health.isHealthy ? exitCodes.ok : exitCodes.unavailable;
}

function missionOf(agent: string, prompt: string) {
  return {
    document: { dsl: '1.0.3', namespace: 'baton', name: 'try-agent', version: '1.0.0' },
    do: [{ work: { call: 'agent', with: { agent, prompt } } }],
  };
}

function answerIn(output: unknown): string {
  if (typeof output === 'object' && output !== null && 'output' in output && output.output !== null)
    return JSON.stringify(output.output, null, 2);
  return typeof output === 'object' && output !== null && 'text' in output
    ? String(output.text)
    : JSON.stringify(output);
}

function find<T extends KnownAgent>(known: readonly T[], typed: Arguments): T {
  const name = named(typed, 'NAME');
  const found = known.find(({ agent }) => agent.name === name);
  if (found !== undefined) return found;
  const meant = nearest(
    name,
    known.map(({ agent }) => agent.name),
  );
  throw new NotFoundError(
    `there is no agent ${name} in ${folderOf(typed)}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
  );
}

function named(typed: Arguments, what: string): string {
  const [deed = '', name] = typed.positionals;
  if (name === undefined) throw new UsageError(`baton agents ${deed} needs ${what}`, `baton agents ${deed} ${what}`);
  return name;
}

function folderOf(typed: Arguments): string {
  return typed.value('agents') ?? usualAgentsFolder;
}
