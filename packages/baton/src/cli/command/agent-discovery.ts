import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAgents, type AgentFile, type DiscoveredTool } from '@batonhq/agents';
import { definitionText, isJsonObject, type JsonObject } from '@batonhq/core';
import { NotFoundError } from '@batonhq/engine';
import { createOrchestrationSystem } from '../../system/create-orchestration-system.ts';
import { findTools, type ToolSource } from '../../system/discover-tools.ts';
import type { Arguments } from '../argument/arguments.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { authoritiesOf } from '../host/trust-of-line.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { AgentExistsError } from './agent-exists-error.ts';
import { programOf, sourceOfFile, sourceToJson } from './agent-source.ts';

/** Asks a source for its tools and makes an agent of them: a file that people can edit. */
export async function addFromSource(source: ToolSource, { folder, typed, terminal }: Doing): Promise<ExitCode> {
  const { name } = source;
  if (!/^[A-Za-z][\w-]{0,63}$/.test(name))
    throw new UsageError(name === '' ? 'the agent needs a name' : `"${name}" is no name`, '--name shop');
  const path = join(folder, `${name}.yaml`);
  const other = (await readAgents(folder)).find((known) => known.agent.name === name || known.path === path);
  if (other !== undefined) throw new AgentExistsError(other.agent.name, other.path);
  const found = await ask(source, typed);
  await mkdir(folder, { recursive: true });
  await keep(path, agentOf(source, found));
  terminal.talk.line(plainLine(`${name} is in ${path}, with ${tools(found)}`));
  sayProgram(source, terminal);
  if (terminal.json) terminal.data.line(plainJson({ name, path, tools: found.map(({ tool }) => tool.name) }, 2));
  return exitCodes.ok;
}

/** Asks the sources of agents again, and writes down what they have now; what people changed in the files stays. */
export async function refreshAgents(names: readonly string[], { folder, typed, terminal }: Doing): Promise<ExitCode> {
  const files = await readAgents(folder);
  const wanted = files.filter(
    ({ agent, source }) => source !== null && (names.length === 0 || names.includes(agent.name)),
  );
  const missing = names.find((name) => !wanted.some(({ agent }) => agent.name === name));
  if (missing !== undefined)
    throw new NotFoundError(`there is no agent ${missing} in ${folder} whose tools come from a source`);
  const changes: JsonObject[] = [];
  for (const file of wanted) {
    const source = sourceOfFile(file.agent.name, file.source);
    if (source === null) continue;
    const found = await ask(source, typed);
    const change = differences(file.found, found);
    if (Object.values(change).some((list) => list.length > 0)) await keep(file.path, refreshed(file, found));
    changes.push({ name: file.agent.name, ...change });
    say(file.agent.name, change, terminal);
  }
  if (terminal.json) terminal.data.line(plainJson(changes, 2));
  return exitCodes.ok;
}

/** What the commands work with. */
interface Doing {
  readonly folder: string;
  readonly typed: Arguments;
  readonly terminal: Terminal;
}

/** In a folder of its own, which nobody else owns and nothing is left of. */
async function ask(source: ToolSource, typed: Arguments): Promise<readonly DiscoveredTool[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-asking-'));
  const program = programOf(source);
  const system = await createOrchestrationSystem({
    dataDir,
    egress: { allow: typed.values('allow-host'), ...(await authoritiesOf(typed)) },
    // Whoever names a program here wants it started.
    calls: { mcpServers: [...typed.values('allow-mcp'), ...(program === null ? [] : [program])] },
  });
  try {
    return await findTools(source, system);
  } finally {
    await system.close(0);
    await rm(dataDir, { recursive: true, force: true });
  }
}

function agentOf(source: ToolSource, found: readonly DiscoveredTool[]): JsonObject {
  const { name } = source;
  return {
    name,
    description: `Uses the tools of ${name}: ${found.map(({ tool }) => tool.name).join(', ')}`.slice(0, 300),
    instructions: `You carry out what you are asked with the tools of ${name}, and with nothing else. Say what you found, and what you could not do.`,
    tools: found.map(({ tool }) => tool.name),
    source: sourceToJson(source),
    found: plain(found),
  };
}

/** The file as people left it, with the tools of now: those that are gone are gone, those that are new are given to it. */
function refreshed({ agent, source, found: before }: AgentFile, found: readonly DiscoveredTool[]): JsonObject {
  const [old, now] = [namesOf(before), namesOf(found)];
  const kept = (agent.tools ?? []).filter((tool) => now.includes(tool) || !old.includes(tool));
  const added = now.filter((tool) => !old.includes(tool));
  return JSON.parse(JSON.stringify({ ...agent, tools: [...kept, ...added], source, found: plain(found) }));
}

type Change = { readonly added: string[]; readonly changed: string[]; readonly removed: string[] };

function differences(before: readonly DiscoveredTool[], found: readonly DiscoveredTool[]): Change {
  const [old, now] = [versionsOf(before), versionsOf(found)];
  return {
    added: [...now.keys()].filter((name) => !old.has(name)),
    changed: [...now].flatMap(([name, version]) => (old.has(name) && old.get(name) !== version ? [name] : [])),
    removed: [...old.keys()].filter((name) => !now.has(name)),
  };
}

/** What a tool is called, with the version that is made of what it is. */
function versionsOf(found: readonly DiscoveredTool[]): ReadonlyMap<string, string> {
  return new Map(found.map(({ tool }) => [tool.name, tool.workflow ?? '']));
}

function namesOf(found: readonly DiscoveredTool[]): readonly string[] {
  return found.map(({ tool }) => tool.name);
}

function plain(found: readonly DiscoveredTool[]): JsonObject[] {
  const parsed: unknown = JSON.parse(JSON.stringify(found));
  return Array.isArray(parsed) ? parsed.filter((one) => isJsonObject(one)) : [];
}

function tools(found: readonly DiscoveredTool[]): string {
  return found.length === 1 ? '1 tool' : `${found.length} tools`;
}

/** Readers see the file as it was, or as it is: never half of it. */
async function keep(path: string, agent: JsonObject): Promise<void> {
  const beside = `${path}.${process.pid}.new`;
  await writeFile(beside, definitionText(agent));
  await rename(beside, path);
}

function say(name: string, change: Change, { talk }: Terminal): void {
  const parts = Object.entries(change).flatMap(([what, list]) =>
    list.length === 0 ? [] : [`${what} ${list.join(', ')}`],
  );
  talk.line(plainLine(`${name}: ${parts.length === 0 ? 'nothing has changed' : parts.join('; ')}`));
}

function sayProgram(source: ToolSource, { talk }: Terminal): void {
  const program = programOf(source);
  if (program !== null) talk.line(talk.paint.dim(plainLine(`to use it: baton serve --allow-mcp '${program}'`)));
}
