import { isJsonObject, jsonEquals, type Json } from '@batonhq/core';

/** One place where two values differ; without `before` it is new, without `after` it is gone. */
export interface JsonChange {
  /** JSON Pointer. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** Everything that differs between two values, the innermost places only, in the order of the first value. */
export function jsonChanges(before: Json, after: Json, path = ''): readonly JsonChange[] {
  if (jsonEquals(before, after)) return [];
  const [left, right] = [membersOf(before), membersOf(after)];
  if (left === null || right === null || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path, before, after }];
  }
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) =>
    memberChanges(left.get(name), right.get(name), `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

function memberChanges(before: Json | undefined, after: Json | undefined, path: string): readonly JsonChange[] {
  if (before === undefined) return after === undefined ? [] : [{ path, after }];
  return after === undefined ? [{ path, before }] : jsonChanges(before, after, path);
}

function membersOf(value: Json): ReadonlyMap<string, Json> | null {
  if (Array.isArray(value)) return new Map(value.map((item, index): [string, Json] => [String(index), item]));
  return isJsonObject(value) ? new Map(Object.entries(value)) : null;
}
