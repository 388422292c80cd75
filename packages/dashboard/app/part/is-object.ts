import type { Json, JsonObject } from '@batonhq/core';

/** A JSON object, and neither a list nor nothing. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
