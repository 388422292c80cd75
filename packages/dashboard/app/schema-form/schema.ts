import type { Json, JsonObject } from '../client.ts';
import { isObject } from '../part/is-object.ts';

/** How deep a form goes; what lies deeper is typed as JSON. */
const deepest = 3;

/** What stands in a field of a form. */
export type FieldKind = 'text' | 'long-text' | 'number' | 'choice' | 'flag' | 'list' | 'object' | 'json';

/** The field for a schema. */
export function fieldKindOf(schema: JsonObject, depth = 0): FieldKind {
  if (Array.isArray(schema['enum'])) return 'choice';
  switch (schema['type']) {
    case 'string':
      return Number(schema['maxLength'] ?? 0) > 200 ? 'long-text' : 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'flag';
    case 'array': {
      const items = schema['items'];
      return isObject(items) && items['type'] === 'string' ? 'list' : 'json';
    }
    case 'object':
      return isObject(schema['properties']) && depth < deepest ? 'object' : 'json';
    default:
      return 'json';
  }
}

/** True when a form says more than a field for JSON: an object with members that are known. */
export function isDrawable(schema: JsonObject): boolean {
  return fieldKindOf(schema) === 'object' && propertiesOf(schema).length > 0;
}

/** The members of an object, in the order in which they are written. */
export function propertiesOf(schema: JsonObject): readonly (readonly [string, JsonObject])[] {
  const properties = schema['properties'];
  if (!isObject(properties)) return [];
  return Object.entries(properties).map(([name, one]) => [name, isObject(one) ? one : {}]);
}

/** True for a member that has to be there. */
export function isRequired(schema: JsonObject, name: string): boolean {
  return Array.isArray(schema['required']) && schema['required'].includes(name);
}

/** What a form begins with: defaults, and what has to be there, as far as that can be known. */
export function emptyFor(schema: JsonObject): Json {
  if (schema['default'] !== undefined) return schema['default'];
  if (fieldKindOf(schema) !== 'object') return null;
  const members = propertiesOf(schema).flatMap(([name, one]) => {
    if (one['default'] !== undefined) return [[name, one['default']] as const];
    if (!isRequired(schema, name)) return [];
    const kind = fieldKindOf(one);
    if (kind === 'object') return [[name, emptyFor(one)] as const];
    return kind === 'flag' ? [[name, false] as const] : [];
  });
  return Object.fromEntries(members);
}
