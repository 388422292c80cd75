import { compile, type JSONSchema } from 'json-schema-to-typescript';

/** What of an OpenAPI document the types are made of. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface ApiOperation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: { readonly content?: Contents };
  readonly responses: Readonly<Record<string, { readonly content?: Contents }>>;
}

type Schema = Readonly<Record<string, unknown>>;
type Contents = Readonly<Record<string, { readonly schema?: Schema }>>;

/** What a schema says whose type is written by hand in the core, because a description of it says less. */
const coreType = 'x-core-type';

const notice = '// Written by `npm run client` out of the descriptions of the routes: change those.\n';

/** Files of types for the routes of an API, by name: one for each chapter, one for what they share, one for all. */
export async function clientTypes({ paths, components }: ApiDocument): Promise<ReadonlyMap<string, string>> {
  const shared = components?.schemas ?? {};
  const chapters = Map.groupBy(operationsOf(paths), ({ operation }) => operation.tags?.[0] ?? 'other');
  const files = new Map<string, string>();
  files.set('named-shapes.gen.ts', await sharedTypes(shared));
  const names: { readonly file: string; readonly type: string }[] = [];
  for (const [tag, operations] of [...chapters].toSorted(([left], [right]) => (left < right ? -1 : 1))) {
    const file = `${tag.replaceAll(/\W+/g, '-')}.gen.ts`;
    const type = `${tag.replaceAll(/(?:^|\W+)(\w)/g, (_, letter: string) => letter.toUpperCase())}Routes`;
    files.set(file, await chapterTypes(type, operations, Object.keys(shared)));
    names.push({ file, type });
  }
  files.set('routes.gen.ts', routesOf(names));
  return files;
}

interface Operation {
  readonly route: string;
  readonly operation: ApiOperation;
}

function operationsOf(paths: ApiDocument['paths']): readonly Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
  );
}

async function sharedTypes(schemas: Readonly<Record<string, Schema>>): Promise<string> {
  const parts: string[] = [];
  for (const [name, schema] of Object.entries(schemas)) parts.push(await typeOf(name, schema, ''));
  return withImports(parts.join('\n'), []);
}

async function chapterTypes(
  type: string,
  operations: readonly Operation[],
  shared: readonly string[],
): Promise<string> {
  const properties = Object.fromEntries(operations.map(({ route, operation }) => [route, shapeOf(operation)]));
  const schema = { type: 'object', required: Object.keys(properties), additionalProperties: false, properties };
  return withImports(await typeOf(type, schema, 'Routes, with what each takes and what it answers.'), shared);
}

/** A route as one object: what stands in its address, its query, its body, and what it answers. */
function shapeOf({ summary, parameters = [], requestBody, responses }: ApiOperation): Schema {
  const [, answer] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  const [[type, content] = ['', {}]] = Object.entries(answer?.content ?? {});
  const params = partOf(parameters.filter((one) => one.in === 'path'));
  const query = partOf(parameters.filter((one) => one.in === 'query'));
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  const isStream = type === 'text/event-stream';
  const members = {
    ...(params !== null && { params }),
    ...(query !== null && { query }),
    ...(body !== undefined && { body }),
    answer: isStream || answer?.content === undefined ? { type: 'null' } : (content.schema ?? {}),
  };
  const isAsked = parameters.some((one) => one.in === 'query' && one.required === true);
  const required = Object.keys(members).filter((name) => name !== 'query' || isAsked);
  return { type: 'object', description: summary, additionalProperties: false, required, properties: members };
}

function partOf(parameters: NonNullable<ApiOperation['parameters']>): Schema | null {
  if (parameters.length === 0) return null;
  const required = parameters.filter((one) => one.required === true).map(({ name }) => name);
  const properties = Object.fromEntries(parameters.map(({ name, schema = {} }) => [name, schema]));
  return { type: 'object', additionalProperties: false, required, properties };
}

async function typeOf(name: string, schema: Schema, description: string): Promise<string> {
  const given = { ...prepared(schema), ...(description !== '' && { description }) } as JSONSchema;
  const text = await compile(given, name, {
    additionalProperties: false,
    bannerComment: '',
    ignoreMinAndMaxItems: true,
    strictIndexSignatures: false,
    style: { singleQuote: true, printWidth: 120, trailingComma: 'all' },
  });
  return text.replace(/^(?=export )/, '');
}

/** References name types of the shared file; what may be anything is JSON. */
function prepared(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prepared);
  if (typeof value !== 'object' || value === null) return value;
  const schema = new Map(Object.entries(value));
  const reference = schema.get('$ref');
  if (typeof reference === 'string') return { tsType: reference.slice(reference.lastIndexOf('/') + 1) };
  const ownName = schema.get(coreType);
  if (typeof ownName === 'string') return { tsType: ownName };
  const type = schema.get('type');
  if (Array.isArray(type) && type.length >= 6) return { tsType: 'Json' };
  const isBare = type === 'object' && !schema.has('properties') && !schema.has('additionalProperties');
  if (isBare) return { tsType: 'JsonObject' };
  return Object.fromEntries([...schema].map(([key, member]) => [key, prepared(member)]));
}

function withImports(text: string, shared: readonly string[]): string {
  const uses = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(text.replaceAll(/\/\*[^]*?\*\//g, ''));
  const core = ['ExecutionEvent', 'Json', 'JsonObject'].filter(uses);
  const own = shared.filter(uses);
  const imports = [
    ...(core.length > 0 ? [`import type { ${core.join(', ')} } from '@batonhq/core';`] : []),
    ...(own.length > 0 ? [`import type { ${own.join(', ')} } from './named-shapes.gen.ts';`] : []),
  ];
  return [notice, ...imports.map((line) => `${line}\n`), '\n', text].join('');
}

function routesOf(names: readonly { readonly file: string; readonly type: string }[]): string {
  const imports = names.map(({ file, type }) => `import type { ${type} } from './${file}';\n`);
  const extended = names.map(({ type }) => `    ${type}`).join(',\n');
  return `${notice}${imports.join('')}
/** Every route of the API, by method and path, with what it takes and what it answers. */
export interface Routes
  extends
${extended} {}
`;
}
