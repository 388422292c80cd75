import { randomBytes } from 'node:crypto';
import { fault, FaultError, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import type { Operation, Parameter } from './operation.ts';
import { cookieText, pathText, queryPairs, simpleText, textOf, type Pairs } from './serialize.ts';

/** What goes over the wire. */
export interface OpenapiRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/**
 * Makes the request of an operation out of named arguments.
 *
 * Names that the operation declares are its parameters; `body` is the whole body; all others are members of the body.
 * Throws a `FaultError` of type validation that names everything that is missing or not known.
 */
export function requestOf(operation: Operation, given: JsonObject, base: URL): OpenapiRequest {
  const { body, bodyType } = check(operation, given);
  const at = (place: Parameter['in']) =>
    operation.parameters.filter((parameter) => parameter.in === place && isGiven(given[parameter.name]));
  const value = ({ name }: Parameter): Json => given[name] ?? null;
  const url = urlOf(operation, { given, base });
  for (const parameter of at('query'))
    for (const [name, text] of queryPairs(parameter, value(parameter))) url.searchParams.append(name, text);
  const headers: Record<string, string> = { accept: 'application/json, */*;q=0.5' };
  for (const parameter of at('header')) headers[parameter.name] = simpleText(parameter, value(parameter));
  const cookies = at('cookie').flatMap((parameter) => queryPairs(parameter, value(parameter)));
  if (cookies.length > 0) headers['cookie'] = cookies.map(([name, text]) => `${name}=${cookieText(text)}`).join('; ');
  if (body === undefined || bodyType === undefined) return { method: operation.method, url, headers };
  const { type, bytes } = encode(body, bodyType);
  const about = { 'content-type': type, 'content-length': String(bytes.length) };
  return { method: operation.method, url, headers: { ...headers, ...about }, body: bytes };
}

interface Checked {
  readonly body: Json | undefined;
  readonly bodyType: string | undefined;
}

function check(operation: Operation, given: JsonObject): Checked {
  const { parameters, bodyTypes, bodyRequired, id } = operation;
  const outside = parameters.filter((parameter) => parameter.in !== 'body' && parameter.in !== 'formData');
  const known = new Set(outside.map(({ name }) => name));
  const missing = parameters.filter((one) => one.required && one.in !== 'body' && !isGiven(given[one.name]));
  const rest = Object.entries(given).filter(([name]) => !known.has(name));
  const [bodyType] = bodyTypes;
  const problems = missing.map(({ name, in: place }) => `${place} parameter "${name}" is missing`);
  if (bodyType === undefined) problems.push(...rest.map(([name]) => `"${name}" is no parameter of it`));
  const whole = parameters.find((parameter) => parameter.in === 'body')?.name ?? 'body';
  const only = rest.length === 1 && (rest[0]?.[0] === 'body' || rest[0]?.[0] === whole) ? rest[0][1] : undefined;
  const body = only ?? (rest.length === 0 ? undefined : Object.fromEntries(rest));
  if (bodyRequired && body === undefined) problems.push('its body is missing: give "body", or the members of the body');
  if (problems.length > 0) throw new FaultError(fault('validation', `operation ${id}: ${problems.join('; ')}`));
  return { body: bodyType === undefined ? undefined : body, bodyType };
}

/** An expression that found nothing gives null, which no path, query or header can say. */
function isGiven(value: Json | undefined): value is Exclude<Json, null> {
  return value !== undefined && value !== null;
}

function urlOf(operation: Operation, { given, base }: { readonly given: JsonObject; readonly base: URL }): URL {
  const path = operation.path.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
    const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name);
    const value = given[name];
    return parameter === undefined || !isGiven(value) ? whole : pathText(parameter, value);
  });
  const [server = '/'] = operation.servers;
  if (!URL.canParse(server, base.href))
    throw new FaultError(fault('configuration', `the server "${server}" of the document is no address`));
  const root = new URL(server, base);
  if (root.protocol !== 'http:' && root.protocol !== 'https:')
    throw new FaultError(fault('configuration', 'the document names no server, and none can be told from its address'));
  return new URL(`${root.href.replace(/\/$/, '')}${path}`);
}

function encode(body: Json, bodyType: string): { readonly type: string; readonly bytes: Buffer } {
  if (bodyType === 'multipart/form-data') return multipart(formPairs(body));
  if (bodyType === 'application/x-www-form-urlencoded')
    return {
      type: bodyType,
      bytes: Buffer.from(new URLSearchParams(formPairs(body).map(([...pair]) => pair)).toString()),
    };
  const isText = typeof body === 'string' && !/[/+]json\b/.test(bodyType);
  const type = bodyType === '*/*' ? 'application/json' : bodyType;
  if (type === 'application/octet-stream' && isText) return { type, bytes: Buffer.from(body, 'base64') };
  return { type, bytes: Buffer.from(isText ? body : JSON.stringify(body)) };
}

function formPairs(body: Json): Pairs {
  if (!isJsonObject(body)) throw new FaultError(fault('validation', 'a form needs an object as its body'));
  return Object.entries(body).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item: Json) => [name, textOf(item)] as const),
  );
}

function multipart(pairs: Pairs): { readonly type: string; readonly bytes: Buffer } {
  const boundary = `baton-${randomBytes(12).toString('hex')}`;
  const quoted = (name: string): string => name.replaceAll(/["\r\n]/g, encodeURIComponent);
  const parts = pairs.map(
    ([name, text]) => `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${text}\r\n`,
  );
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.from(`${parts.join('')}--${boundary}--\r\n`),
  };
}
