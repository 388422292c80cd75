/** Any JSON value: what a program reads, computes with and emits. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Its keys are data, so `__proto__` and `constructor` are keys like any other. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** An object still being built; it is published as a {@link JsonObject}. */
export type ObjectDraft = { [key: string]: Json };

/** The six type names of the language. */
export type TypeName = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

// Array.isArray would narrow a readonly array to any[]; these guards keep the element type.
export const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

export const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isTruthy = (value: Json): boolean => value !== null && value !== false;

export function typeOf(value: Json): TypeName {
  if (value === null) return 'null';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  return isArray(value) ? 'array' : 'object';
}

// Objects are ordinary ones (they are several times faster than null-prototype ones), so the few
// names that Object.prototype answers to are the ones that need an own-property check.
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Whether an ordinary object answers to this key without owning it. */
export const isInheritedKey = (key: string): boolean => INHERITED.has(key) || key in Object.prototype;

/** The member under a key, or null; never something from the prototype. */
export function member(object: JsonObject, key: string): Json {
  const value = object[key];
  if (value === undefined) return null;
  return isInheritedKey(key) && !Object.hasOwn(object, key) ? null : value;
}

/** Writes a member as data: assigning to `__proto__` would replace the prototype instead. */
export function put(draft: ObjectDraft, key: string, value: Json): void {
  if (key === '__proto__') {
    Object.defineProperty(draft, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    draft[key] = value;
  }
}

/** The element at an index, or null outside of the array. */
export const at = (array: readonly Json[], index: number): Json => array[index] ?? null;
