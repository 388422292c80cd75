/** Reading, writing and deleting at paths: arrays of keys, indices and slices. */
import { JqError } from '../errors/jq-error.ts';
import type { Run } from '../machine/run.ts';
import type { Bounds } from './access.ts';
import { arrayIndex, boundsOf, index, resolveBounds } from './access.ts';
import { describe } from './describe.ts';
import type { Json, JsonObject, ObjectDraft } from './json.ts';
import { at, isArray, isObject, put, typeOf } from './json.ts';
import type { Edit } from './edit.ts';
import { newEdit } from './edit.ts';
import { equals } from './order.ts';

const MAX_INDEX = 536_870_911;

export function pathOf(value: Json): readonly Json[] {
  if (!isArray(value)) throw new JqError('Path must be specified as an array');
  return value;
}

/** The value at a path; null where nothing is. */
export function getPath(value: Json, path: readonly Json[], run: Run): Json {
  let current = value;
  for (const key of path) {
    run.step();
    current = index(current, key, run);
  }
  return current;
}

export const setPath = (value: Json, path: readonly Json[], change: { to: Json; run: Run }): Json =>
  updatePath(value, path, { edit: newEdit(change.run), update: () => change.to });

/** How to get the value at the end of a path from the one that is there. */
export interface Change {
  readonly edit: Edit;
  readonly update: (value: Json) => Json;
}

export function updatePath(value: Json, path: readonly Json[], change: Change): Json {
  const { run } = change.edit;
  run.descend(path.length);
  return updateFrom(value, { path, depth: 0 }, change);
}

interface Place {
  readonly path: readonly Json[];
  readonly depth: number;
}

function updateFrom(value: Json, place: Place, change: Change): Json {
  const { path, depth } = place;
  if (depth === path.length) return change.update(value);
  change.edit.run.step();
  const key = at(path, depth);
  const old = index(value, key, change.edit.run);
  const result = updateFrom(old, { path, depth: depth + 1 }, change);
  return replace(value, { key, value: result }, change.edit);
}

interface Member {
  readonly key: Json;
  readonly value: Json;
}

/** A container with one member replaced; the container itself when it is ours. */
function replace(target: Json, member: Member, edit: Edit): Json {
  const { key, value } = member;
  if (typeof key === 'string' && (target === null || isObject(target)))
    return replaceField(target, { key, value }, edit);
  if (typeof key === 'number' && (target === null || isArray(target)))
    return replaceElement(target ?? [], { key, value }, edit);
  if (isObject(key) && (target === null || isArray(target)))
    return replaceSlice(target ?? [], { bounds: boundsOf(key), value }, edit);
  if (isObject(key) && typeof target === 'string') throw new JqError('Cannot update string slices');
  if (isArray(key) && isArray(target)) throw new JqError('Cannot update field at array index of array');
  throw new JqError(`Cannot index ${typeOf(target)} with ${describe(key, edit.run)}`);
}

function replaceField(target: JsonObject | null, member: { key: string; value: Json }, edit: Edit): Json {
  const draft = ownObject(target, edit);
  put(draft, member.key, member.value);
  edit.run.allocate(32);
  return draft;
}

function ownObject(target: JsonObject | null, edit: Edit): ObjectDraft {
  if (target !== null && edit.owned.has(target)) return target;
  const draft: ObjectDraft = { ...target };
  edit.run.container(target === null ? 0 : Object.keys(draft).length);
  edit.owned.add(draft);
  return draft;
}

function replaceElement(target: readonly Json[], member: { key: number; value: Json }, edit: Edit): Json {
  if (Number.isNaN(member.key)) throw new JqError('Cannot set array element at NaN index');
  const position = arrayIndex(target, member.key);
  if (position < 0) throw new JqError('Out of bounds negative array index');
  if (position > MAX_INDEX) throw new JqError('Array index too large');
  const draft = ownArray(target, edit);
  if (position > draft.length) fill(draft, position, edit.run);
  edit.run.allocate(16);
  draft[position] = member.value;
  return draft;
}

function fill(draft: Json[], length: number, run: Run): void {
  run.container(length - draft.length);
  while (draft.length < length) draft.push(null);
}

function ownArray(target: readonly Json[], edit: Edit): Json[] {
  if (edit.owned.has(target) && isDraft(target)) return target;
  edit.run.container(target.length);
  const draft = [...target];
  edit.owned.add(draft);
  return draft;
}

// Arrays of the edit were made by it, hence are mutable; the type cannot say so.
const isDraft = (target: readonly Json[]): target is Json[] => !Object.isFrozen(target);

function replaceSlice(target: readonly Json[], change: { bounds: Bounds; value: Json }, edit: Edit): Json {
  const [from, upto] = resolveBounds(target.length, change.bounds);
  if (!isArray(change.value)) throw new JqError('A slice of an array can only be assigned another array');
  edit.run.container(target.length + change.value.length);
  const draft = [...target.slice(0, from), ...change.value, ...target.slice(upto)];
  edit.owned.add(draft);
  return draft;
}

/** Deletes paths, given in their order; those that end in the same container are deleted from it all at once. */
export function deletePaths(value: Json, paths: readonly (readonly Json[])[], run: Run): Json {
  if (paths.length === 0) return value;
  return deleteBelow(value, { paths, depth: 0 }, run);
}

interface Deletion {
  readonly paths: readonly (readonly Json[])[];
  readonly depth: number;
}

function deleteBelow(value: Json, { paths, depth }: Deletion, run: Run): Json {
  run.descend(depth);
  if (paths.some((path) => path.length === depth)) return null;
  const edit = newEdit(run);
  const ended: Json[] = [];
  let result = value;
  for (const group of groupsByKey(paths, depth, run)) {
    run.step();
    const key = at(group[0] ?? [], depth);
    if (group.some((path) => path.length === depth + 1)) {
      ended.push(key);
      continue;
    }
    const inner = index(result, key, run);
    if (inner === null) continue;
    result = replace(result, { key, value: deleteBelow(inner, { paths: group, depth: depth + 1 }, run) }, edit);
  }
  return deleteMembers(result, ended, run);
}

function groupsByKey(paths: readonly (readonly Json[])[], depth: number, run: Run): readonly (readonly Json[])[][] {
  const groups: (readonly Json[])[][] = [];
  for (const path of paths) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group !== undefined && first !== undefined && equals(at(first, depth), at(path, depth), run)) group.push(path);
    else groups.push([path]);
  }
  return groups;
}

function deleteMembers(target: Json, keys: readonly Json[], run: Run): Json {
  if (keys.length === 0 || target === null) return target;
  if (isArray(target)) return deleteElements(target, keys, run);
  if (!isObject(target)) throw new JqError(`Cannot delete fields from ${typeOf(target)}`);
  const draft: ObjectDraft = { ...target };
  run.container(Object.keys(draft).length);
  for (const key of keys) {
    if (typeof key !== 'string') throw new JqError(`Cannot delete ${typeOf(key)} field of object`);
    delete draft[key];
  }
  return draft;
}

function deleteElements(target: readonly Json[], keys: readonly Json[], run: Run): Json {
  const deleted = new Set<number>();
  run.container(target.length);
  for (const key of keys) {
    const [from, upto] = deletedRange(target, key);
    run.container(upto - from);
    for (let position = from; position < upto; position += 1) deleted.add(position);
  }
  return target.filter((_item, position) => !deleted.has(position));
}

function deletedRange(target: readonly Json[], key: Json): readonly [number, number] {
  if (typeof key === 'number') {
    const position = arrayIndex(target, key);
    return position >= 0 && position < target.length ? [position, position + 1] : [0, 0];
  }
  if (isObject(key)) return resolveBounds(target.length, boundsOf(key));
  throw new JqError(`Cannot delete ${typeOf(key)} element of array`);
}

/** Whether an object has a key, or an array an index. */
export function has(target: Json, key: Json): boolean {
  if (target === null && (typeof key === 'string' || typeof key === 'number')) return false;
  if (isObject(target) && typeof key === 'string') return Object.hasOwn(target, key);
  if (isArray(target) && typeof key === 'number') return Math.trunc(key) >= 0 && Math.trunc(key) < target.length;
  throw new JqError(`Cannot check whether ${typeOf(target)} has a ${typeOf(key)} key`);
}
