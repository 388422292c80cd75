import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDiagnostics, isJsonObject, readDocument, type Json, type JsonObject } from '@batonhq/core';
import { JsonSchemaCompiler } from '@batonhq/engine';
import type { DiscoveredTool } from '../tool/discovery/discovered-tool.ts';
import { AgentRegistrationError } from './agent-registration-error.ts';
import { Roster, type AgentDefinition } from './roster.ts';

const texts = { type: 'array', items: { type: 'string', minLength: 1 } };
const count = { type: 'integer', minimum: 1 };

const schema = {
  type: 'object',
  required: ['name', 'description', 'instructions'],
  additionalProperties: false,
  properties: {
    name: { type: 'string' },
    version: { type: 'string' },
    description: { type: 'string' },
    instructions: { type: 'string' },
    skills: texts,
    models: texts,
    tools: texts,
    output: { type: ['object', 'boolean'] },
    untrusted: { enum: ['refuse', 'ask'] },
    delegates: { type: 'boolean' },
    limits: {
      type: 'object',
      additionalProperties: false,
      properties: {
        turns: count,
        outputTokens: count,
        contextTokens: count,
        resultCharacters: count,
        time: count,
        missions: count,
      },
    },
    source: {
      type: 'object',
      additionalProperties: false,
      properties: {
        mcp: { type: 'object' },
        openapi: { type: 'string' },
        a2a: { type: 'string' },
        only: texts,
      },
    },
    found: {
      type: 'array',
      items: {
        type: 'object',
        required: ['tool', 'definition'],
        properties: {
          tool: {
            type: 'object',
            required: ['name', 'description', 'function', 'workflow', 'input'],
            properties: { name: { type: 'string' }, description: { type: 'string' }, workflow: { type: 'string' } },
          },
          definition: { type: 'object' },
        },
      },
    },
  },
};

/**
 * Reads an agent from YAML or JSON: the members of {@link AgentDefinition}. Throws `AgentRegistrationError` with the
 * file, the place and what was expected.
 *
 * @example
 * ```ts
 * import { readAgent } from '@batonhq/agents';
 *
 * const text = 'name: editor\ndescription: Edits texts\ninstructions: Make it shorter.\n';
 * console.log(readAgent(text, 'agents/editor.yaml').name); // editor
 * ```
 */
export function readAgent(text: string, file: string): AgentDefinition {
  return readAgentFile(text, file).agent;
}

/** Reads all that a file says: the agent, where its tools come from, and what was found there. */
export function readAgentFile(text: string, file: string): AgentFile {
  const { value, diagnostics } = readDocument(text, { file });
  if (value === undefined) throw new AgentRegistrationError(formatDiagnostics(diagnostics));
  const problems = new JsonSchemaCompiler().compile(schema)(value);
  if (!isAgent(value, problems)) throw new AgentRegistrationError(problems.map((one) => `${file}: ${one}`).join('\n'));
  const { source = null, found = [], ...agent } = value;
  try {
    new Roster().addAgent(agent);
  } catch (error) {
    if (!(error instanceof AgentRegistrationError)) throw error;
    throw new AgentRegistrationError(`${file}: ${error.message}`);
  }
  return { path: file, agent, source, found };
}

/** An agent and the file it was read from. */
export interface AgentFile {
  readonly path: string;
  readonly agent: AgentDefinition;
  /** Where its tools were found: an MCP server, an OpenAPI document, or the card of an agent. */
  readonly source: JsonObject | null;
  /** The tools that were found there, as they were then. */
  readonly found: readonly DiscoveredTool[];
}

/** The agents of a folder (`*.yaml`, `*.yml`, `*.json`), by name; a folder that does not exist has none. */
export async function readAgents(folder: string): Promise<readonly AgentFile[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new AgentRegistrationError(`${folder} cannot be read: ${error.message}`);
  });
  const files: AgentFile[] = [];
  for (const name of names.filter((file) => /\.(ya?ml|json)$/.test(file))) {
    const path = join(folder, name);
    const read = readAgentFile(await readFile(path, 'utf8'), path);
    const { agent } = read;
    const other = files.find((file) => file.agent.name === agent.name);
    if (other !== undefined)
      throw new AgentRegistrationError(`${path} and ${other.path} both describe the agent ${agent.name}: keep one`);
    files.push(read);
  }
  return files.toSorted((left, right) => (left.agent.name < right.agent.name ? -1 : 1));
}

type FoundTools = Pick<AgentFile, 'found'> & { readonly source: JsonObject };

/** The schema has been checked. */
function isAgent(
  value: Json,
  problems: readonly string[],
): value is JsonObject & AgentDefinition & Partial<FoundTools> {
  return problems.length === 0 && isJsonObject(value);
}
