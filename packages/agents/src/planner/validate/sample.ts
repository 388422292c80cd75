import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';

/** How deep a schema is followed. */
const deepest = 12;

/**
 * A value that fits a JSON Schema, with every member it declares and one item in every list: what an expression over it
 * finds there, it finds in real values that have those members.
 */
export function sampleOf(schema: Json): Json {
  return sample(schema, { root: schema, depth: 0 });
}

interface Sampling {
  readonly root: Json;
  readonly depth: number;
}

function sample(schema: Json, { root, depth }: Sampling): Json {
  if (!isJsonObject(schema) || depth > deepest) return null;
  const inner = { root, depth: depth + 1 };
  const referred = schema['$ref'];
  if (typeof referred === 'string') return sample(lookUp(root, referred), inner);
  if (schema['const'] !== undefined) return schema['const'];
  const [first] = listOf(schema['enum']);
  if (first !== undefined) return first;
  const [option] = ['oneOf', 'anyOf', 'allOf'].flatMap((key) => listOf(schema[key]).filter(isNotNull));
  if (option !== undefined) return sample(option, inner);
  return ofType(typeOf(schema), { schema, inner });
}

function ofType(type: string, { schema, inner }: { readonly schema: JsonObject; readonly inner: Sampling }): Json {
  switch (type) {
    case 'object':
      return sampleObject(schema, inner);
    case 'array':
      return [sample(schema['items'] ?? null, inner)];
    case 'string':
      return schema['format'] === 'date-time' ? '2026-01-12T09:00:00.000Z' : 'text';
    case 'number':
    case 'integer':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function sampleObject({ properties, additionalProperties }: JsonObject, inner: Sampling): Json {
  const members = isJsonObject(properties) ? Object.entries(properties) : [];
  if (members.length === 0 && isJsonObject(additionalProperties)) return { any: sample(additionalProperties, inner) };
  return Object.fromEntries(members.map(([name, member]) => [name, sample(member, inner)]));
}

/** The type that says most: of several the first that is not null. */
export function typeOf({ type, properties, items }: JsonObject): string {
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) return String(type.find((one) => one !== 'null') ?? 'null');
  if (properties !== undefined) return 'object';
  return items === undefined ? 'null' : 'array';
}

function lookUp(root: Json, reference: string): Json {
  const names = reference.replace(/^#\/?/, '').split('/');
  return names.reduce<Json>((at, name) => (isJsonObject(at) ? (at[name] ?? null) : null), root);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function isNotNull(schema: Json): boolean {
  return !isJsonObject(schema) || schema['type'] !== 'null';
}
