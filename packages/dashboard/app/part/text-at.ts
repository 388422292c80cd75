import type { JsonObject } from '@batonhq/core';

/** A member of an object that is a text; empty when it is none. */
export function textAt(value: JsonObject, name: string): string {
  const text = value[name];
  return typeof text === 'string' ? text : '';
}
