import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';

/** Nesting that is written out; what lies deeper is `…`. */
const deepest = 6;

/** A JSON Schema in the notation that programmers read types in. `components` are the schemas that it may refer to. */
export function shapeOf(schema: Json, components: JsonObject): string {
  return shape(schema, { components, depth: 0, indent: '' });
}

interface Place {
  readonly components: JsonObject;
  readonly depth: number;
  /** What a line of the object around it begins with. */
  readonly indent: string;
}

function shape(schema: Json, place: Place): string {
  if (!isJsonObject(schema) || place.depth > deepest) return '…';
  const { $ref, enum: values, const: only } = schema;
  const inner = { ...place, depth: place.depth + 1 };
  if (typeof $ref === 'string') return shape(place.components[$ref.slice($ref.lastIndexOf('/') + 1)] ?? null, inner);
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (only !== undefined) return JSON.stringify(only);
  const choices = [schema['anyOf'], schema['oneOf']].find((some) => Array.isArray(some));
  if (Array.isArray(choices)) return choices.map((one) => shape(one, inner)).join(' | ');
  return typed(schema, inner);
}

function typed(schema: JsonObject, place: Place): string {
  const { type, properties, items } = schema;
  if (type === 'array') return `[${shape(items ?? {}, place)}]`;
  if (properties !== undefined && isJsonObject(properties)) return members(schema, properties, place);
  if (Array.isArray(type)) return type.length > 3 ? 'any JSON' : type.join(' | ');
  const more = [schema['format'], schema['pattern']].find((said) => typeof said === 'string');
  const name = typeof type === 'string' ? type : 'any JSON';
  return more === undefined ? name : `${name} (${String(more)})`;
}

function members({ required }: JsonObject, properties: JsonObject, place: Place): string {
  const needed = new Set(Array.isArray(required) ? required : []);
  const inner = { ...place, indent: `${place.indent}  ` };
  const lines = Object.entries(properties).map(
    ([name, schema]) => `${inner.indent}${name}${needed.has(name) ? '' : '?'}: ${shape(schema, inner)}`,
  );
  return `{\n${lines.join('\n')}\n${place.indent}}`;
}
