import { isJsonObject, type Effect, type Json, type JsonObject } from '@batonhq/core';

/** What a call uses of the world, as limits see it. */
export interface Target {
  readonly kind: 'host' | 'function' | 'provider';
  readonly name: string;
}

/** A limited resource of a tenant. Identities have limits of their own: `identity` names the secrets a call shows there. */
export interface Resource {
  readonly tenant: string;
  readonly target: Target;
  readonly identity: string | null;
}

/** Code of a durable function; `about` may name the provider it asks. */
type Code = { readonly kind: 'step'; readonly about?: JsonObject };

/** What a call uses; null for what nobody limits, or what is not known before it is made. */
export function targetOfCall(call: Effect | Code): Target | null {
  switch (call.kind) {
    case 'function':
      return { kind: 'function', name: call.name };
    case 'http':
      return hostTarget(addressOf(call.endpoint));
    case 'call':
      return hostTarget(placeOf(call.arguments));
    case 'step': {
      const provider = call.about?.['provider'];
      return typeof provider === 'string' && provider !== '' ? { kind: 'provider', name: provider } : null;
    }
    default:
      return null;
  }
}

/** The host of an address, with its port where that is not the usual one. */
export function hostTarget(address: string | null): Target | null {
  if (address === null || !URL.canParse(address)) return null;
  const { protocol, host } = new URL(address);
  return host === '' || protocol === 'file:' ? null : { kind: 'host', name: host };
}

/** The name of a resource in its stream and to people: `host/example.com`, with an identity `host/example.com#stripe`. */
export function resourceName({ target: { kind, name }, identity }: Omit<Resource, 'tenant'>): string {
  return identity === null ? `${kind}/${name}` : `${kind}/${name}#${identity}`;
}

/** What a step asks for at the gate of limits: the name of a resource. */
export function resourceAsked({ resource }: JsonObject): string {
  return typeof resource === 'string' ? resource : '';
}

/** Reads such a name; null for anything else. */
export function readResourceName(name: string): Omit<Resource, 'tenant'> | null {
  const groups = /^(?<kind>host|function|provider)\/(?<name>[^#]*)(?:#(?<identity>[^]*))?$/.exec(name)?.groups;
  const kind = (['host', 'function', 'provider'] as const).find((one) => one === groups?.['kind']);
  if (groups === undefined || kind === undefined) return null;
  return { target: { kind, name: groups['name'] ?? '' }, identity: groups['identity'] ?? null };
}

/** Members of a call that say where it goes, the first that does. */
const places = ['endpoint', 'server', 'agentCard', 'document'];

function placeOf(given: JsonObject): string | null {
  const service = given['service'];
  if (isJsonObject(service) && typeof service['host'] === 'string')
    return serviceAddress(service['host'], service['port']);
  for (const name of places) {
    const address = addressOf(given[name]);
    if (address !== null) return address;
  }
  return null;
}

/** gRPC names host and port; an address of it is made to have one spelling for both. */
function serviceAddress(host: string, port: Json | undefined): string {
  return typeof port === 'number' ? `https://${host}:${port}` : `https://${host}`;
}

function addressOf(value: Json | undefined): string | null {
  const address = isJsonObject(value) ? value['uri'] : value;
  return typeof address === 'string' && URL.canParse(address) ? address : null;
}
