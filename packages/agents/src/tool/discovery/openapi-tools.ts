import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { discoveredTool, objectsIn, textOf, type DiscoveredTool } from './discovered-tool.ts';

const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const;
const reading: ReadonlySet<string> = new Set(['get', 'head', 'options']);
const deepest = 8;

/**
 * The operations of an OpenAPI document (3.0 or 3.1) that have an id: their parameters and the members of a JSON body
 * become arguments. References are followed within the document. What is no such document has no tools.
 *
 * @example
 * ```ts
 * import { openapiTools } from '@batonhq/agents';
 *
 * const document = { openapi: '3.1.0', paths: { '/stock': { get: { operationId: 'stock' } } } };
 * const [found] = openapiTools(document, { source: 'shop', endpoint: 'https://shop.example/openapi.json' });
 * console.log(found?.tool.name); // shop_stock
 * ```
 */
export function openapiTools(
  document: Json,
  { source, endpoint }: { readonly source: string; readonly endpoint: string },
): readonly DiscoveredTool[] {
  if (!isJsonObject(document) || !isJsonObject(document['paths'])) return [];
  return Object.values(document['paths'])
    .filter(isJsonObject)
    .flatMap((path) => methods.flatMap((method) => operationIn(path, { method, document, source, endpoint })));
}

interface Reading {
  readonly method: (typeof methods)[number];
  readonly document: JsonObject;
  readonly source: string;
  readonly endpoint: string;
}

function operationIn(path: JsonObject, { method, document, source, endpoint }: Reading): readonly DiscoveredTool[] {
  const operation = path[method];
  if (!isJsonObject(operation) || typeof operation['operationId'] !== 'string') return [];
  const operationId = operation['operationId'];
  const parameters = [...objectsIn(path['parameters']), ...objectsIn(operation['parameters'])].map((one) =>
    resolved(one, document),
  );
  const body = bodyOf(operation['requestBody'], document);
  const properties = {
    ...Object.fromEntries(parameters.map((one) => [textOf(one['name']), described(one, document)])),
    ...body.properties,
  };
  const needed = parameters.filter((one) => one['required'] === true).map((one) => textOf(one['name']));
  const required = [...needed, ...body.required];
  const given = Object.fromEntries(parameters.map((one) => [textOf(one['name']), memberAt(textOf(one['name']))]));
  const isReading = reading.has(method);
  return [
    discoveredTool({
      source,
      name: operationId,
      description:
        [textOf(operation['summary']), textOf(operation['description'])].filter((one) => one !== '').join('. ') ||
        operationId,
      input: { type: 'object', properties, required: [...new Set(required)], additionalProperties: false },
      task: { call: 'openapi', with: { document: { endpoint }, operationId, parameters: { ...given, ...body.given } } },
      risk: isReading ? 'low' : method === 'delete' ? 'high' : 'medium',
      isReading,
    }),
  ];
}

function described(parameter: JsonObject, document: JsonObject): Json {
  const schema = schemaOf(parameter['schema'], { document, depth: 0 });
  const description = textOf(parameter['description']);
  return isJsonObject(schema) && description !== '' ? { description, ...schema } : schema;
}

/** The arguments that a JSON body is made of: its members where it is an object, else the whole. */
interface Body {
  readonly properties: JsonObject;
  readonly required: readonly string[];
  readonly given: JsonObject;
}

function bodyOf(body: Json | undefined, document: JsonObject): Body {
  const whole = isJsonObject(body) ? resolved(body, document) : {};
  const content = whole['content'];
  const json = isJsonObject(content) ? content['application/json'] : undefined;
  const schema = isJsonObject(json) ? schemaOf(json['schema'], { document, depth: 0 }) : null;
  if (schema === null) return { properties: {}, required: [], given: {} };
  const members = isJsonObject(schema) && isJsonObject(schema['properties']) ? schema['properties'] : null;
  const isNeeded = whole['required'] === true;
  if (members === null)
    return { properties: { body: schema }, required: isNeeded ? ['body'] : [], given: { body: '${ .body }' } };
  const required = isJsonObject(schema) && Array.isArray(schema['required']) ? schema['required'] : [];
  const names = Object.keys(members).map((name) => `${JSON.stringify(name)}: ${pathTo(name)}`);
  return {
    properties: members,
    required: required.filter((one) => typeof one === 'string'),
    // What was not given is left out, not sent as null.
    given: { body: `\${ {${names.join(', ')}} | with_entries(select(.value != null)) }` },
  };
}

function memberAt(name: string): string {
  return `\${ ${pathTo(name)} }`;
}

function pathTo(name: string): string {
  return `.[${JSON.stringify(name)}]`;
}

/** A schema with what it refers to in its place; what goes round in a ring takes anything. */
function schemaOf(
  schema: Json | undefined,
  { document, depth }: { readonly document: JsonObject; readonly depth: number },
): Json {
  if (!isJsonObject(schema) || depth > deepest) return true;
  const whole = resolved(schema, document);
  return Object.fromEntries(
    Object.entries(whole).map(([name, value]) => [name, inner(value, { document, depth: depth + 1 })]),
  );
}

function inner(value: Json, reading: { readonly document: JsonObject; readonly depth: number }): Json {
  if (Array.isArray(value)) return value.map((one) => inner(one, reading));
  return isJsonObject(value) ? schemaOf(value, reading) : value;
}

function resolved(value: JsonObject, document: JsonObject): JsonObject {
  const reference = value['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return value;
  const target = reference
    .slice(2)
    .split('/')
    .reduce<Json | undefined>(
      (at, part) => (isJsonObject(at) ? at[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined),
      document,
    );
  return isJsonObject(target) ? target : {};
}
