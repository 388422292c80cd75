import { canonicalJson, fault, FaultError, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { objectArgument, textArgument } from '../arguments.ts';

/** An MCP server as a call describes it. */
export type ServerDescription =
  | {
      readonly kind: 'stdio';
      readonly command: string;
      readonly arguments: readonly string[];
      readonly environment: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'http'; readonly url: URL; readonly headers: Readonly<Record<string, string>> };

/** Reads the transport of a call. Throws a `FaultError` when it makes no sense. */
export function describeServer(given: JsonObject): ServerDescription {
  if (given['command'] !== undefined) {
    const { arguments: list = [] } = given;
    if (!Array.isArray(list))
      throw new FaultError(fault('validation', 'the arguments of an MCP server must be a list'));
    return {
      kind: 'stdio',
      command: textArgument(given, 'command'),
      arguments: list.map(textOf),
      environment: texts(objectArgument(given, 'environment')),
    };
  }
  const endpoint = textArgument(given, 'endpoint');
  if (!URL.canParse(endpoint)) throw new FaultError(fault('configuration', `${endpoint} is not an address`));
  return { kind: 'http', url: new URL(endpoint), headers: texts(objectArgument(given, 'headers')) };
}

function texts(members: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The same for calls that may share a connection. Holds secrets: for comparing only. */
export function connectionKey(server: ServerDescription, { execution, client }: Sharing): string {
  const { kind } = server;
  const about =
    kind === 'stdio' ? [server.command, [...server.arguments], server.environment] : [server.url.href, server.headers];
  return canonicalJson([execution, kind, client, ...about]);
}

/** Who shares a connection: the calls of one execution under the same client name. */
export interface Sharing {
  readonly execution: string;
  readonly client: JsonObject;
}

/** The `client` a call presents itself as, Baton by default. */
export function clientOf(given: JsonObject): { readonly name: string; readonly version: string } {
  const { client } = given;
  if (!isJsonObject(client)) return { name: 'baton', version: '0.1.0' };
  return { name: textArgument(client, 'name'), version: textArgument(client, 'version') };
}
