import { fault, FaultError, isJsonObject, type JsonObject } from '@batonhq/core';

/** An argument that has to be a text. Throws a `FaultError`. */
export function textArgument(given: JsonObject, name: string): string {
  const value = given[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new FaultError(fault('validation', `"${name}" must be a text, it is ${JSON.stringify(value ?? null)}`));
}

/** An argument that has to be an object; an empty one when it is missing. Throws a `FaultError`. */
export function objectArgument(given: JsonObject, name: string): JsonObject {
  const value = given[name] ?? {};
  if (isJsonObject(value)) return value;
  throw new FaultError(fault('validation', `"${name}" must be an object, it is ${JSON.stringify(value)}`));
}

/** An argument that is a number, when it is given. Throws a `FaultError`. */
export function numberArgument(given: JsonObject, name: string): number | undefined {
  const value = given[name];
  if (value === undefined || typeof value === 'number') return value;
  throw new FaultError(fault('validation', `"${name}" must be a number, it is ${JSON.stringify(value)}`));
}
