import { canonicalJson, isJsonObject, sha256, type Json, type JsonObject } from '@batonhq/core';
import type { Sink } from '../../agent/provenance/judge-call.ts';
import type { SinkKind } from '../../agent/provenance/identifiers.ts';
import type { Tool } from '../tool.ts';

/** A tool that others offer, and the definition that calls it. What the tool was when that was published is pinned with it. */
export interface DiscoveredTool {
  readonly tool: Tool;
  readonly definition: JsonObject;
}

/** What was read of a tool, whatever it speaks. */
export interface ForeignTool {
  /** Who offers it, as whoever discovers it calls them. */
  readonly source: string;
  readonly name: string;
  readonly description: string;
  readonly input: JsonObject;
  /** The task that calls it, given its arguments as input. */
  readonly task: JsonObject;
  readonly risk: 'low' | 'medium' | 'high';
  /** True where it says that it changes nothing. */
  readonly isReading: boolean;
}

const namespace = 'tools';
const longestName = 64;
const longestDescription = 2_000;

/** Names of arguments that decide whom something reaches, where nobody says which do. */
const telling: Readonly<Record<SinkKind, RegExp>> = {
  recipient: /^(?:to|cc|bcc|recipients?|e?mail|emails|address(?:es)?|attendees|phone|number|user_?ids?)$/i,
  url: /^(?:ur[il]s?|href|endpoint|webhook|callback|link)$/i,
  account: /^(?:iban|account|account_?number|payee|destination)$/i,
};

/**
 * The tool as models see it and the definition behind it. Its version is made of what it is, so the same tool found again
 * is the same definition, and one that changed is another.
 */
export function discoveredTool(found: ForeignTool): DiscoveredTool {
  const name = toolName(found.source, found.name);
  const described = { input: found.input, task: found.task, description: found.description };
  const version = `1.0.0-${sha256(canonicalJson(described)).slice(0, 12)}`;
  const workflow = {
    namespace,
    name: name.toLowerCase().replaceAll('_', '-').replace(/-+/g, '-').replace(/^-|-$/g, ''),
    version,
  };
  return {
    tool: {
      name,
      description: found.description.slice(0, longestDescription),
      function: name,
      workflow: `${workflow.namespace}/${workflow.name}:${version}`,
      input: found.input,
      sinks: sinksIn(found),
    },
    definition: {
      document: { dsl: '1.0.3', ...workflow },
      input: { schema: { document: found.input } },
      do: [{ call: { ...found.task, metadata: { risk: found.risk } } }],
    },
  };
}

function sinksIn({ input, isReading }: ForeignTool): readonly Sink[] {
  const members = isJsonObject(input['properties']) ? Object.keys(input['properties']) : [];
  const kinds: readonly SinkKind[] = isReading ? ['recipient'] : ['recipient', 'url', 'account'];
  return members.flatMap((member) => {
    const kind = kinds.find((one) => telling[one].test(member));
    return kind === undefined ? [] : [{ member, kind }];
  });
}

/** What models call the tool of a source: letters, digits, `_` and `-`, at most 64; one that is cut keeps what tells it apart. */
export function toolName(source: string, tool: string): string {
  const written = `${source}_${tool}`;
  const plain = written.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^[^A-Za-z]+/, '');
  if (plain.length <= longestName) return plain;
  return `${plain.slice(0, longestName - 9)}_${sha256(written).slice(0, 8)}`;
}

/** An object's schema; anything else becomes one that takes anything. */
export function objectSchema(value: Json | undefined): JsonObject {
  return isJsonObject(value) && value['type'] === 'object' ? value : { type: 'object' };
}

export function textOf(value: Json | undefined, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise;
}

export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
