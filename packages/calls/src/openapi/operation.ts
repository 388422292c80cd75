import { fault, FaultError, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import type { Linked, LinkedDocument } from '../resource/linked-document.ts';

/** Where a parameter goes. */
export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie' | 'body' | 'formData';

/** A parameter of an operation, the same for all versions of OpenAPI. */
export interface Parameter {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  /** It is written as JSON, whatever its style. */
  readonly isJson: boolean;
}

/** What an operation needs to be called, with every reference on the way followed. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly servers: readonly string[];
  readonly parameters: readonly Parameter[];
  /** Media types of the body in the order of preference; none when it takes no body. */
  readonly bodyTypes: readonly string[];
  readonly bodyRequired: boolean;
  /** As it stands in its document. */
  readonly written: Linked;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

/** Finds an operation by its id. Throws a `FaultError` when there is none, naming near ones. */
export async function findOperation(document: LinkedDocument, id: string): Promise<Operation> {
  const paths = await document.member(document.root, 'paths');
  const similar: string[] = [];
  for (const [path, item] of members(paths)) {
    const linked = await document.follow(item);
    for (const [method, operation] of members(linked).filter(([name]) => methods.includes(name))) {
      const known = isJsonObject(operation.value) ? operation.value['operationId'] : undefined;
      if (known === id) return readOperation(document, { id, path, method, item: linked, operation });
      if (typeof known === 'string' && isNear(known, id)) similar.push(known);
    }
  }
  const hint = similar.length === 0 ? '' : `; it has ${similar.slice(0, 5).join(', ')}`;
  throw new FaultError(fault('configuration', `the document has no operation "${id}"${hint}`));
}

function members(linked: Linked | undefined): readonly (readonly [string, Linked])[] {
  if (linked === undefined || !isJsonObject(linked.value)) return [];
  return Object.entries(linked.value).map(([name, value]) => [name, { value, base: linked.base }]);
}

function isNear(known: string, id: string): boolean {
  const [left, right] = [known, id].map((text) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  return left !== undefined && right !== undefined && (left.includes(right) || right.includes(left));
}

interface Found {
  readonly id: string;
  readonly path: string;
  readonly method: string;
  readonly item: Linked;
  readonly operation: Linked;
}

async function readOperation(document: LinkedDocument, found: Found): Promise<Operation> {
  const { id, path, method, item, operation } = found;
  const own = await document.items(operation, 'parameters');
  const shared = await document.items(item, 'parameters');
  const parameters = new Map<string, Parameter>();
  for (const linked of [...shared, ...own]) {
    const parameter = readParameter(linked.value);
    parameters.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  for (const parameter of await keyParameters(document)) {
    const key = `${parameter.in} ${parameter.name}`;
    if (!parameters.has(key)) parameters.set(key, parameter);
  }
  const body = await document.member(operation, 'requestBody');
  return {
    id,
    method: method.toUpperCase(),
    written: operation,
    path,
    servers: serversOf(document, [operation, item]),
    parameters: [...parameters.values()],
    ...bodyOf(document, { body, operation, parameters: [...parameters.values()] }),
  };
}

function readParameter(value: Json): Parameter {
  const { name, in: place, required, style, explode, collectionFormat, content } = objectOf(value);
  const where = readPlace(place);
  const chosen = typeof style === 'string' ? style : where === 'query' || where === 'cookie' ? 'form' : 'simple';
  const collected = typeof collectionFormat === 'string' ? collectionFormats[collectionFormat] : undefined;
  return {
    name: typeof name === 'string' ? name : '',
    in: where,
    required: required === true || where === 'path',
    style: collected?.style ?? chosen,
    explode: collected?.explode ?? (typeof explode === 'boolean' ? explode : chosen === 'form'),
    isJson: content !== undefined,
  };
}

/** How Swagger 2 said what OpenAPI 3 says by style. */
const collectionFormats: Readonly<Record<string, { readonly style: string; readonly explode: boolean }>> = {
  csv: { style: 'form', explode: false },
  ssv: { style: 'spaceDelimited', explode: false },
  tsv: { style: 'form', explode: false },
  pipes: { style: 'pipeDelimited', explode: false },
  multi: { style: 'form', explode: true },
};

const places: readonly ParameterPlace[] = ['path', 'query', 'header', 'cookie', 'body', 'formData'];

function readPlace(value: Json | undefined): ParameterPlace {
  return places.find((place) => place === value) ?? 'query';
}

/** Keys that security schemes want in a header, the query or a cookie: they are given like parameters. */
async function keyParameters(document: LinkedDocument): Promise<readonly Parameter[]> {
  const components = await document.member(document.root, 'components');
  const schemes =
    (components && (await document.member(components, 'securitySchemes'))) ??
    (await document.member(document.root, 'securityDefinitions'));
  const read = await Promise.all(members(schemes).map(async ([, linked]) => document.follow(linked)));
  return read
    .map(({ value }) => objectOf(value))
    .filter(({ type }) => type === 'apiKey')
    .map(({ name = null, in: place = null }) => readParameter({ name, in: place }));
}

function serversOf(document: LinkedDocument, levels: readonly Linked[]): readonly string[] {
  for (const { value } of [...levels, document.root]) {
    const { servers } = objectOf(value);
    if (Array.isArray(servers) && servers.length > 0) return servers.map((server: Json) => serverUrl(objectOf(server)));
  }
  const { host, basePath, schemes } = document.root.value;
  if (typeof host !== 'string') return [typeof basePath === 'string' ? basePath : '/'];
  const known: readonly Json[] = Array.isArray(schemes) ? schemes : [];
  const scheme = known.includes('https') ? 'https' : (known.find((name) => name === 'http') ?? 'https');
  return [`${String(scheme)}://${host}${typeof basePath === 'string' ? basePath : ''}`];
}

function serverUrl({ url, variables }: JsonObject): string {
  const values = objectOf(variables ?? null);
  return (typeof url === 'string' ? url : '/').replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
    const value = objectOf(values[name] ?? null)['default'];
    return typeof value === 'string' ? value : whole;
  });
}

interface Body {
  readonly body: Linked | undefined;
  readonly operation: Linked;
  readonly parameters: readonly Parameter[];
}

function bodyOf(document: LinkedDocument, { body, operation, parameters }: Body) {
  if (body !== undefined) {
    const { content, required } = objectOf(body.value);
    return { bodyTypes: preferred(Object.keys(objectOf(content ?? null))), bodyRequired: required === true };
  }
  const whole = parameters.find((parameter) => parameter.in === 'body');
  const isForm = parameters.some((parameter) => parameter.in === 'formData');
  const consumes = objectOf(operation.value)['consumes'] ?? document.root.value['consumes'] ?? [];
  const types = (Array.isArray(consumes) ? consumes : []).filter((type) => typeof type === 'string');
  if (isForm) {
    const multipart = types.includes('multipart/form-data');
    return {
      bodyTypes: [multipart ? 'multipart/form-data' : 'application/x-www-form-urlencoded'],
      bodyRequired: false,
    };
  }
  if (whole === undefined) return { bodyTypes: [], bodyRequired: false };
  return { bodyTypes: types.length === 0 ? ['application/json'] : preferred(types), bodyRequired: whole.required };
}

/** JSON first, because that is what arguments are. */
function preferred(types: readonly string[]): readonly string[] {
  const isJson = (type: string): boolean => /[/+]json\b/.test(type) || type === '*/*';
  return [...types.filter(isJson), ...types.filter((type) => !isJson(type))];
}

function objectOf(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}
