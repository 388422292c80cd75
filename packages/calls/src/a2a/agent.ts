import { fault, FaultError, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import type { Authorizing, OutsideCall } from '@batonhq/engine';
import { textArgument } from '../arguments.ts';
import { loadResource } from '../resource/load-resource.ts';
import { parseDocument } from '../resource/parse-document.ts';

/** Where an agent is spoken to, and in which version of the protocol. */
export interface Agent {
  readonly url: URL;
  /** It knows the names and shapes of 1.0 only. */
  readonly isNewer: boolean;
  readonly credentials: Authorizing | undefined;
}

/**
 * The agent of a call: the JSON-RPC interface that its card names, the one in the language's version where there are
 * several; without a card the given server. Throws a `FaultError` for a card that names none.
 */
export async function agentOf(call: OutsideCall, files: readonly string[]): Promise<Agent> {
  const { arguments: given, credentials, egress } = call;
  if (given['agentCard'] === undefined)
    return { url: addressOf(textArgument(given, 'server')), isNewer: false, credentials: credentials.call };
  const location = textArgument(given, 'agentCard');
  const resource = await loadResource(location, { egress, credentials: credentials.document, files, follow: false });
  const found = interfaceOf(parseDocument(resource));
  if (found === undefined)
    throw new FaultError(fault('configuration', `the agent card ${location} names no JSON-RPC interface`));
  const url = addressOf(found.url);
  const isSameOrigin = url.origin === resource.url.origin;
  return { ...found, url, credentials: credentials.call ?? (isSameOrigin ? credentials.document : undefined) };
}

interface Interface {
  readonly url: string;
  readonly isNewer: boolean;
}

function interfaceOf(card: JsonObject): Interface | undefined {
  const { url, preferredTransport = 'JSONRPC', additionalInterfaces = [], supportedInterfaces = [] } = card;
  const older = [{ url: url ?? null, transport: preferredTransport }, ...objects(additionalInterfaces)]
    .filter(({ transport }) => transport === 'JSONRPC')
    .map((one) => ({ url: one.url, isNewer: false }));
  const newer = objects(supportedInterfaces)
    .filter(({ protocolBinding }) => protocolBinding === 'JSONRPC')
    .map((one) => ({ url: one['url'] ?? null, isNewer: isNewerVersion(one['protocolVersion']) }));
  const known = [...newer, ...older].flatMap(({ url: at, isNewer }) =>
    typeof at === 'string' ? [{ url: at, isNewer }] : [],
  );
  return known.find(({ isNewer }) => !isNewer) ?? known[0];
}

function isNewerVersion(version: Json | undefined): boolean {
  return typeof version !== 'string' || !version.startsWith('0.');
}

function objects(value: Json): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item) => isJsonObject(item)) : [];
}

function addressOf(text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new FaultError(fault('configuration', `${text} is not an address`));
}
