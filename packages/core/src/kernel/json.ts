/** Any JSON value. `undefined` never occurs inside one. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object; keys are data, so readers must not trust inherited names. */
export type JsonObject = { readonly [key: string]: Json };

/** True for JSON objects (not arrays, not null). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value` unless it is missing. `null` is a value like any other, so `??` does not do for JSON. */
export function givenOr(value: Json | undefined, otherwise: Json): Json {
  return value === undefined ? otherwise : value;
}

/** Structural equality of two JSON values; `-0` equals `0` because JSON has one zero. */
export function jsonEquals(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) return Array.isArray(right) && arraysEqual(left, right);
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && jsonEquals(left[key] ?? null, right[key] ?? null));
}

/**
 * True when two values are written the same way, members in the same order. Whether a value is left out of an event
 * because nothing changed is decided by this: the same object before a restart is an equal one after it.
 */
export function writtenAlike(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (Array.isArray(left))
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, at) => writtenAlike(item, right[at] ?? null))
    );
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const [keys, others] = [Object.keys(left), Object.keys(right)];
  if (keys.length !== others.length) return false;
  return keys.every((key, at) => key === others[at] && writtenAlike(left[key] ?? null, right[key] ?? null));
}

function arraysEqual(left: readonly Json[], right: readonly Json[]): boolean {
  return left.length === right.length && left.every((item, index) => jsonEquals(item, right[index] ?? null));
}
