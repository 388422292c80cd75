import { fault, FaultError, isJsonObject, type Json, type JsonObject, type Pin } from '@batonhq/core';
import type { Authorizing, OutsideCall } from '@batonhq/engine';
import { textArgument } from '../arguments.ts';
import type { AgentKeys } from '../options.ts';
import { checkPin, pinOf } from '../pin.ts';
import { loadResource } from '../resource/load-resource.ts';
import { parseDocument } from '../resource/parse-document.ts';
import { judgeCard } from './card-signature.ts';

/** Where an agent is spoken to, and in which version of the protocol. */
export interface Agent {
  readonly url: URL;
  /** It knows the names and shapes of 1.0 only. */
  readonly isNewer: boolean;
  readonly credentials: Authorizing | undefined;
}

/** Where cards may come from, and who must have signed them. */
export interface AgentTrust {
  readonly files: readonly string[];
  readonly keys: AgentKeys;
}

/**
 * The agent of a call: the JSON-RPC interface that its card names, the one in the language's version where there are
 * several; without a card the given server. Throws a `FaultError` for a card that names none.
 */
export async function agentOf(call: OutsideCall, trust: AgentTrust): Promise<Agent> {
  const { arguments: given, credentials } = call;
  if (given['agentCard'] === undefined)
    return { url: addressOf(textArgument(given, 'server')), isNewer: false, credentials: credentials.call };
  const location = textArgument(given, 'agentCard');
  const { card, pin, signature, origin } = await loadCard(call, trust);
  call.log(`the agent card ${location}`, { signature });
  checkPin(call, pin, `the agent card ${location}`);
  const found = interfaceOf(card);
  if (found === undefined)
    throw new FaultError(fault('configuration', `the agent card ${location} names no JSON-RPC interface`));
  const url = addressOf(found.url);
  const isSameOrigin = url.origin === origin;
  return { ...found, url, credentials: credentials.call ?? (isSameOrigin ? credentials.document : undefined) };
}

/** What the agent of a call says of itself; undefined without a card. */
export async function describeAgent(call: OutsideCall, trust: AgentTrust): Promise<Pin | undefined> {
  return call.arguments['agentCard'] === undefined ? undefined : (await loadCard(call, trust)).pin;
}

async function loadCard({ arguments: given, credentials, egress }: OutsideCall, { files, keys }: AgentTrust) {
  const loading = { egress, credentials: credentials.document, files, follow: false };
  const resource = await loadResource(textArgument(given, 'agentCard'), loading);
  const { origin } = resource.url;
  const { card, signature } = await judgeCard(parseDocument(resource), { origin, keys });
  // Signatures change with every signing and say nothing of the agent; whoever publishes should see what they are worth.
  return { card, signature, origin, pin: pinOf(card, { ...card, signature }) };
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
