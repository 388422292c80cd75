import { fault, FaultError, isJsonObject, type Effect, type Json } from '@batonhq/core';
import type { EgressResponse } from '../egress/exchange.ts';

/** An HTTP call with all its arguments. */
export type HttpEffect = Effect & { readonly kind: 'http' };

/** What goes over the wire. */
export interface HttpMessage {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** The message of a call. Throws a `FaultError` when it makes no sense. */
export function messageOf(effect: HttpEffect, extra: { readonly idempotencyKey?: string }): HttpMessage {
  const headers = textMembers(effect.headers, 'headers');
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined && !names.has(name)) headers[name] = value;
  };
  const { body, type } = bodyOf(effect.body);
  add('content-type', type);
  add('accept', 'application/json, */*;q=0.5');
  add('idempotency-key', extra.idempotencyKey);
  if (body !== undefined) add('content-length', String(body.length));
  return { method: effect.method.toUpperCase(), url: urlOf(effect), headers, ...(body !== undefined && { body }) };
}

function urlOf(effect: HttpEffect): URL {
  const { endpoint } = effect;
  const address = isJsonObject(endpoint) ? endpoint['uri'] : endpoint;
  if (typeof address !== 'string' || !URL.canParse(address))
    throw new FaultError(fault('configuration', `${JSON.stringify(address ?? null)} is not an address`));
  const url = new URL(address);
  for (const [name, value] of queryOf(effect.query)) url.searchParams.append(name, value);
  return url;
}

function queryOf(query: Json | undefined): readonly (readonly [string, string])[] {
  if (query === undefined || query === null) return [];
  if (!isJsonObject(query)) throw new FaultError(fault('configuration', 'the query of an HTTP call must be an object'));
  return Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((item) => item !== null)
      .map((item) => [name, textOf(item)] as const),
  );
}

function textMembers(value: Json | undefined, what: string): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (!isJsonObject(value))
    throw new FaultError(fault('configuration', `the ${what} of an HTTP call must be an object`));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, textOf(member)]),
  );
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function bodyOf(body: Json | undefined): { readonly body?: Buffer; readonly type?: string } {
  if (body === undefined || body === null) return {};
  if (typeof body === 'string') return { body: Buffer.from(body), type: 'text/plain; charset=utf-8' };
  return { body: Buffer.from(JSON.stringify(body)), type: 'application/json' };
}

/** The output of a call, in the form the definition asked for. */
export function outputOf(effect: HttpEffect, sent: HttpMessage, received: EgressResponse): Json {
  if (effect.output === 'raw') return received.body.toString('base64');
  const content = contentOf(received);
  if (effect.output === 'content') return content;
  const { authorization: _hidden, ...headers } = sent.headers;
  return {
    request: { method: sent.method, uri: received.url.href, headers },
    statusCode: received.status,
    headers: received.headers,
    content,
  };
}

function contentOf({ headers, body }: EgressResponse): Json {
  if (body.length === 0) return null;
  const type = (headers['content-type'] ?? '').toLowerCase();
  if (/[/+]json\b/.test(type)) return parsed(body);
  if (type === '' || type.startsWith('text/') || /[/+](xml|yaml|x-www-form-urlencoded)\b/.test(type))
    return body.toString('utf8');
  return body.toString('base64');
}

function parsed(body: Buffer): Json {
  try {
    const value: Json = JSON.parse(body.toString('utf8'));
    return value;
  } catch {
    throw new FaultError(fault('communication', 'the answer says that it is JSON and is not'));
  }
}
