import { fault, FaultError, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { objectArgument } from '../arguments.ts';
import type { Linked, LinkedDocument } from '../resource/linked-document.ts';

/** Where messages go to or come from, the same for all versions of AsyncAPI. */
export interface Channel {
  /** In small letters, as the document names it: `mqtt`, `wss`. */
  readonly protocol: string;
  /** Host, and port where there is one, and the path before the channel's address. */
  readonly server: string;
  /** A topic or a path. */
  readonly address: string;
  /** The HTTP method that the operation's binding names. */
  readonly method?: string;
}

/** The channel of a call. Throws a `FaultError` that says what the document has instead. */
export async function findChannel(document: LinkedDocument, given: JsonObject): Promise<Channel> {
  const version = document.root.value['asyncapi'];
  const found =
    typeof version === 'string' && version.startsWith('2.')
      ? await channelOfTwo(document, given)
      : await channelOfThree(document, given);
  const server = await chooseServer(document, found, given);
  const variables = { ...(await defaultsOf(document, server, 'variables')), ...serverVariables(given) };
  const parameters = { ...(await defaultsOf(document, found.channel, 'parameters')), ...variables };
  const { protocol, host, pathname, url } = objectOf(server.value);
  const place =
    typeof url === 'string' ? url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '') : `${textOf(host)}${textOf(pathname)}`;
  return {
    protocol: textOf(protocol).toLowerCase(),
    server: expand(place, variables),
    address: expand(found.address, parameters),
    ...(found.method !== undefined && { method: found.method }),
  };
}

interface Found {
  readonly channel: Linked;
  readonly address: string;
  readonly method: string | undefined;
  /** Names of the servers it is restricted to; none for all. */
  readonly servers: readonly string[];
}

async function channelOfTwo(document: LinkedDocument, given: JsonObject): Promise<Found> {
  const channel = await named(document, 'channels', given['channel'] ?? given['operation']);
  const operation = await document.member(channel, given['message'] === undefined ? 'subscribe' : 'publish');
  const { servers } = objectOf(channel.value);
  const listed = (Array.isArray(servers) ? servers : []).filter((name) => typeof name === 'string');
  return {
    channel,
    address: textOf(given['channel'] ?? given['operation']),
    method: methodOf(operation),
    servers: listed,
  };
}

async function channelOfThree(document: LinkedDocument, given: JsonObject): Promise<Found> {
  const operation =
    given['operation'] === undefined ? undefined : await named(document, 'operations', given['operation']);
  const channel =
    operation === undefined
      ? await named(document, 'channels', given['channel'])
      : await document.member(operation, 'channel');
  if (channel === undefined) throw wrong('the operation names no channel');
  const { address, servers } = objectOf(channel.value);
  const references = (Array.isArray(servers) ? servers : []).map((one: Json) => textOf(objectOf(one)['$ref']));
  const name = typeof address === 'string' ? address : textOf(given['channel'] ?? given['operation']);
  const listed = references.map((reference) => reference.slice(reference.lastIndexOf('/') + 1));
  return { channel, address: name, method: methodOf(operation), servers: listed };
}

async function named(document: LinkedDocument, section: string, name: Json | undefined): Promise<Linked> {
  const all = await document.member(document.root, section);
  const found = all !== undefined && typeof name === 'string' ? await document.member(all, name) : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(objectOf(all?.value)).slice(0, 10);
  throw wrong(
    `the document has no ${section.slice(0, -1)} ${JSON.stringify(name ?? null)}; it has ${known.join(', ')}`,
  );
}

async function chooseServer(document: LinkedDocument, { servers }: Found, given: JsonObject): Promise<Linked> {
  const all = await document.member(document.root, 'servers');
  const names = Object.keys(objectOf(all?.value));
  const usable = servers.length === 0 ? names : names.filter((name) => servers.includes(name));
  const wanted = objectArgument(given, 'server')['name'];
  for (const name of wanted === undefined ? usable : names) {
    const server = all === undefined ? undefined : await document.member(all, name);
    if (server === undefined) continue;
    const isWanted = wanted === undefined ? isOf(server, given['protocol']) : name === wanted;
    if (isWanted) return server;
  }
  const what = wanted === undefined ? `for ${textOf(given['protocol']) || 'the channel'}` : `"${textOf(wanted)}"`;
  throw wrong(`the document has no server ${what}; it has ${names.join(', ') || 'none'}`);
}

function isOf({ value }: Linked, protocol: Json | undefined): boolean {
  return protocol === undefined || plain(textOf(objectOf(value)['protocol'])) === plain(textOf(protocol));
}

/** `wss` is `ws`, `mqtt5` is `mqtt`: who asks for one takes the other. */
function plain(protocol: string): string {
  return protocol
    .toLowerCase()
    .replace(/^secure-/, '')
    .replace(/^(http|ws|mqtt)5?s?$/, '$1');
}

function methodOf(operation: Linked | undefined): string | undefined {
  const binding = objectOf(objectOf(objectOf(operation?.value)['bindings'])['http']);
  return typeof binding['method'] === 'string' ? binding['method'].toUpperCase() : undefined;
}

async function defaultsOf(document: LinkedDocument, linked: Linked, member: string): Promise<JsonObject> {
  const all = await document.member(linked, member);
  const defaults: Record<string, Json> = {};
  for (const name of Object.keys(objectOf(all?.value))) {
    const one = all === undefined ? undefined : await document.member(all, name);
    const { default: own, schema } = objectOf(one?.value);
    const value = own ?? objectOf(schema)['default'];
    if (value !== undefined) defaults[name] = value;
  }
  return defaults;
}

function serverVariables(given: JsonObject): JsonObject {
  return objectOf(objectArgument(given, 'server')['variables']);
}

function expand(template: string, values: JsonObject): string {
  return template.replaceAll(/\{([^{}]+)\}/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw wrong(`"${template}" needs "${name}"; give it in server.variables`);
    return textOf(value);
  });
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function wrong(detail: string): FaultError {
  return new FaultError(fault('configuration', detail));
}
