import { isJsonObject, type JsonObject } from '@batonhq/core';
import type { ToolSource } from '../../system/discover-tools.ts';
import type { Arguments } from '../argument/arguments.ts';
import { UsageError } from '../argument/usage-error.ts';

/** Kinds of sources at an address. */
const kinds = ['openapi', 'a2a', 'mcp'] as const;

type Kind = (typeof kinds)[number];

/**
 * The source that a command line names: the command of an MCP server (`--mcp`), or an address with what is there (`--as`, or
 * what the address looks like). Null when it names a file.
 */
export function sourceOfLine(typed: Arguments, place: string | undefined): ToolSource | null {
  const only = typed.values('only');
  const more = { name: typed.value('name') ?? '', ...(only.length > 0 && { only }) };
  const command = typed.value('mcp');
  if (command !== undefined) return { ...more, mcp: { stdio: commandIn(command) } };
  if (place === undefined || !/^https?:\/\//.test(place)) return null;
  const kind = kindOf(typed.value('as'), place);
  if (kind === 'mcp') return { ...more, mcp: { http: { endpoint: place } } };
  return kind === 'a2a' ? { ...more, a2a: place } : { ...more, openapi: place };
}

/** The source that a file of an agent names. Null when it names none. */
export function sourceOfFile(name: string, source: JsonObject | null): ToolSource | null {
  if (source === null) return null;
  const { mcp, openapi, a2a, only } = source;
  const more = { name, ...(Array.isArray(only) && { only: only.filter((one) => typeof one === 'string') }) };
  if (isJsonObject(mcp)) return { ...more, mcp };
  if (typeof openapi === 'string') return { ...more, openapi };
  return typeof a2a === 'string' ? { ...more, a2a } : null;
}

/** What goes into the file, so that it can be asked again. */
export function sourceToJson({ name: _name, ...source }: ToolSource): JsonObject {
  return JSON.parse(JSON.stringify(source));
}

/** The program of a server over stdio, as `--allow-mcp` takes it; null for one at an address. */
export function programOf(source: ToolSource): string | null {
  const transport = 'mcp' in source ? source.mcp['stdio'] : undefined;
  if (!isJsonObject(transport)) return null;
  const { command, arguments: words } = transport;
  const given = Array.isArray(words) ? words.filter((one) => typeof one === 'string') : [];
  return typeof command === 'string' ? [command, ...given].join(' ') : null;
}

function kindOf(given: string | undefined, address: string): Kind {
  if (given === undefined) {
    if (/agent-card|\/\.well-known\/agent/.test(address)) return 'a2a';
    return /\/mcp\/?$/.test(address) ? 'mcp' : 'openapi';
  }
  const kind = kinds.find((one) => one === given);
  if (kind === undefined) throw new UsageError(`--as ${given} is no kind of source`, `one of ${kinds.join(', ')}`);
  return kind;
}

/** Splits a command into its words; what stands in quotes is one. */
function commandIn(text: string): JsonObject {
  const words = [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, plain]) =>
    String(double ?? single ?? plain),
  );
  const [command, ...rest] = words;
  if (command === undefined) throw new UsageError('--mcp names no program', "--mcp 'node server.js'");
  return { command, arguments: rest };
}
