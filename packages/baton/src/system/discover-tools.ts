import { a2aTools, mcpTools, openapiTools, toolName, type DiscoveredTool } from '@batonhq/agents';
import { readDocument, type Json, type JsonObject } from '@batonhq/core';
import type { ExecutionHandle } from './execution-handle.ts';
import { RequestError } from './request-error.ts';

/** Where tools of others are. */
export type ToolSource = {
  /** Put before the names of its tools. */
  readonly name: string;
  /** Takes these tools of it only, by the names it gives them; all when missing. */
  readonly only?: readonly string[];
} & (
  | {
      /** `transport` of `call: mcp`: `{ stdio: { command, arguments } }` or `{ http: { endpoint } }`. */
      readonly mcp: JsonObject;
    }
  | { /** Address of an OpenAPI document. */ readonly openapi: string }
  | { /** Address of the card of an A2A agent. */ readonly a2a: string }
);

/** Asks a source for its tools. Throws `RequestError` when it cannot be asked, or has none. */
export async function findTools(
  source: ToolSource,
  {
    submitWorkflow,
  }: { readonly submitWorkflow: (request: { readonly workflow: JsonObject }) => Promise<ExecutionHandle> },
): Promise<readonly DiscoveredTool[]> {
  const execution = await submitWorkflow({ workflow: listing(source) });
  const result = await execution.result();
  if (result.phase === 'completed') return toolsIn(result.output, source);
  const why = result.phase === 'faulted' ? (result.fault.detail ?? result.fault.type) : result.phase;
  throw new RequestError(`${source.name} cannot be asked for its tools: ${why}`);
}

/** A definition that asks a source what it has. */
function listing(source: ToolSource): JsonObject {
  const task =
    'mcp' in source
      ? { call: 'mcp', with: { method: 'tools/list', transport: source.mcp } }
      : { call: 'http', with: { method: 'get', endpoint: 'openapi' in source ? source.openapi : source.a2a } };
  const document = { dsl: '1.0.3', namespace: 'tools', name: 'discover', version: '1.0.0' };
  return { document, do: [{ list: task }] };
}

/** The tools in what a source answered. Throws `RequestError` when there are none. */
function toolsIn(answer: Json, source: ToolSource): readonly DiscoveredTool[] {
  const { name, only } = source;
  const wanted = only?.map((tool) => toolName(name, tool));
  const found = read(parsed(answer), source).filter(({ tool }) => wanted?.includes(tool.name) ?? true);
  if (found.length > 0) return found;
  throw new RequestError(
    `${name} offers no ${only === undefined ? 'tool' : only.join(', ')}: what it answered lists none`,
  );
}

function read(answer: Json, source: ToolSource): readonly DiscoveredTool[] {
  const { name } = source;
  if ('mcp' in source) return mcpTools(answer, { source: name, transport: source.mcp });
  if ('openapi' in source) return openapiTools(answer, { source: name, endpoint: source.openapi });
  return a2aTools(answer, { source: name, endpoint: source.a2a });
}

/** A document that came as text is YAML or JSON. */
function parsed(answer: Json): Json {
  if (typeof answer !== 'string') return answer;
  return readDocument(answer, { file: 'answer' }).value ?? null;
}
