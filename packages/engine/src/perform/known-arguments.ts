import { isJsonObject, type Computed, type Json, type JsonObject, type Protocol, type TaskNode } from '@batonhq/core';

/** A call in a protocol, as compiled. */
export type CallTemplate = Extract<TaskNode, { readonly kind: 'call' }>['effect'] & { readonly kind: 'call' };

/** What of a call tells the other side and its description; the rest may depend on the input. */
const describing: Readonly<Record<Protocol, readonly string[]>> = {
  openapi: ['document', 'operationId'],
  mcp: ['method', 'command', 'arguments', 'environment', 'endpoint', 'headers', 'client'],
  a2a: ['agentCard', 'method'],
  grpc: [],
  asyncapi: [],
};

/** The arguments that are known before there is an input, and those that are once there are secrets. */
export interface KnownArguments {
  readonly known: JsonObject;
  readonly deferred: Readonly<Record<string, Computed>>;
}

/** Undefined when something that tells the other side depends on the input, or nothing of it describes itself. */
export function knownArguments({ protocol, members }: CallTemplate): KnownArguments | undefined {
  const names = describing[protocol].filter((name) => members[name] !== undefined);
  if (names.length === 0) return undefined;
  const known: Record<string, Json> = {};
  const deferred: Record<string, Computed> = {};
  for (const name of names) {
    const member = members[name];
    if (member === undefined) continue;
    if (member.constant) known[name] = member.evaluate(null, () => null);
    else if (member.deferred) deferred[name] = member;
    else return undefined;
  }
  const parameters = members['parameters']?.source;
  const tool = isJsonObject(parameters) ? parameters['name'] : undefined;
  return { known: { ...known, ...(typeof tool === 'string' && { parameters: { name: tool } }) }, deferred };
}
