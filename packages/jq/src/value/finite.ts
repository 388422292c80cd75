/** Makes a value JSON again, after arithmetic has made numbers that JSON does not have. */
import type { Run } from '../machine/run.ts';
import type { Json, ObjectDraft } from './json.ts';
import { isArray, isObject, member, put } from './json.ts';
import { finiteOrNull } from './number.ts';

export const withoutNonFinite = (value: Json, run: Run): Json => clean(value, run, 0);

function clean(value: Json, run: Run, depth: number): Json {
  if (typeof value === 'number') return finiteOrNull(value);
  if (isArray(value)) {
    run.descend(depth);
    run.container(value.length);
    return value.map((item) => clean(item, run, depth + 1));
  }
  if (!isObject(value)) return value;
  run.descend(depth);
  const keys = Object.keys(value);
  run.container(keys.length);
  const draft: ObjectDraft = {};
  for (const key of keys) put(draft, key, clean(member(value, key), run, depth + 1));
  return draft;
}
