import type { Json, JsonObject } from '@batonhq/core';

/** Pieces of JSON Schema, so that functions say what they take and put out in a line each. */
export const text: JsonObject = { type: 'string' };
export const words: JsonObject = { type: 'string', minLength: 1 };
export const number: JsonObject = { type: 'number' };
export const count: JsonObject = { type: 'integer', minimum: 0 };
export const flag: JsonObject = { type: 'boolean' };
/** A day or an instant, as ISO 8601. */
export const moment: JsonObject = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}(?:T[\\d:.]+(?:Z|[+-]\\d{2}:?\\d{2})?)?$',
};
export const anything: JsonObject = { type: 'object' };
export const texts: JsonObject = { type: 'array', items: text };

export function listOf(items: Json, atLeast = 0): JsonObject {
  return { type: 'array', items, ...(atLeast > 0 && { minItems: atLeast }) };
}

export function oneOf(...values: readonly string[]): JsonObject {
  return { type: 'string', enum: [...values] };
}

export function orNull(type: string): JsonObject {
  return { type: [type, 'null'] };
}

/** A number from `minimum` to `maximum`. */
export function between(minimum: number, maximum: number): JsonObject {
  return { type: 'number', minimum, maximum };
}

export function integer(minimum: number, maximum: number): JsonObject {
  return { type: 'integer', minimum, maximum };
}

/** The path of a file with one of these endings. */
export function fileOf(...endings: readonly string[]): JsonObject {
  return { type: 'string', pattern: `\\.(?:${endings.join('|')})$` };
}

/** An object with these members and no others. */
export function object(
  required: Readonly<Record<string, Json>>,
  optional: Readonly<Record<string, Json>> = {},
): JsonObject {
  return {
    type: 'object',
    required: Object.keys(required),
    additionalProperties: false,
    properties: { ...required, ...optional },
  };
}
