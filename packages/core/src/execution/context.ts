import { isJsonObject, jsonEquals, type Json, type JsonObject } from '../kernel/json.ts';

/** What happened to a context between two moments. */
export interface ContextChange {
  readonly before: Json;
  readonly after: Json;
}

/**
 * Merges the changes that branches made to a context, in the order given: a member that a branch set wins over
 * earlier ones, a member it removed is gone, a member it left alone stays as it is. Where a context is not an
 * object, the last branch that changed it wins whole.
 */
export function mergeContexts(base: Json, changes: readonly ContextChange[]): Json {
  return changes.reduce((merged, change) => applyChange(merged, change), base);
}

function applyChange(merged: Json, { before, after }: ContextChange): Json {
  if (before === after) return merged;
  if (!isJsonObject(merged) || !isJsonObject(before) || !isJsonObject(after))
    return jsonEquals(before, after) ? merged : after;
  return applyMembers(merged, before, after);
}

function applyMembers(merged: JsonObject, before: JsonObject, after: JsonObject): Json {
  const members = new Map(Object.entries(merged));
  for (const [key, value] of Object.entries(after)) {
    if (!Object.hasOwn(before, key) || !sameValue(before[key], value)) members.set(key, value);
  }
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) members.delete(key);
  return Object.fromEntries(members);
}

function sameValue(left: Json | undefined, right: Json): boolean {
  return left === right || (left !== undefined && jsonEquals(left, right));
}
