/** Builtins on arrays and objects that are plain functions of values. */
import { JqError } from '../errors/jq-error.ts';
import type { Run } from '../machine/run.ts';
import { add } from '../value/arithmetic.ts';
import { elements, index, indicesOfArray } from '../value/access.ts';
import { describe } from '../value/describe.ts';
import type { Json, ObjectDraft } from '../value/json.ts';
import { at, isArray, isObject, isTruthy, member, put, typeOf } from '../value/json.ts';
import { compare, equals, sortKeyed, sortedKeys } from '../value/order.ts';
import { has } from '../value/paths.ts';
import { codePointLength } from '../value/unicode.ts';
import type { Native0, Native1, Natives } from './native.ts';

export const length: Native0 = (input, run) => {
  if (input === null) return 0;
  if (typeof input === 'number') return Math.abs(input);
  if (typeof input === 'boolean') throw new JqError(`${describe(input, run)} has no length`);
  if (typeof input === 'string') {
    run.read(input.length);
    return codePointLength(input);
  }
  return isArray(input) ? input.length : Object.keys(input).length;
};

function keysOf(input: Json, run: Run): Json[] {
  if (isArray(input)) {
    run.container(input.length);
    return Array.from(input.keys());
  }
  if (!isObject(input)) throw new JqError(`${describe(input, run)} has no keys`);
  const keys = Object.keys(input);
  run.container(keys.length);
  return keys;
}

const keys: Native0 = (input, run) => (isObject(input) ? sortedKeys(input, run) : keysOf(input, run));

const contains: Native1 = (input, part, run) => {
  // true and false are of different kinds here, which only shows when they differ.
  const isSameKind = typeof input === 'boolean' ? input === part : typeOf(input) === typeOf(part);
  if (isSameKind) return containsAt(input, part, { run, depth: 0 });
  throw new JqError(`${describe(input, run)} and ${describe(part, run)} cannot have their containment checked`);
};

/** Inside of containers, values of different types simply do not match. */
function containsAt(whole: Json, part: Json, walk: { run: Run; depth: number }): boolean {
  const { run } = walk;
  const deeper = { run, depth: walk.depth + 1 };
  run.step();
  run.descend(walk.depth);
  if (isObject(whole) && isObject(part)) {
    return Object.keys(part).every(
      (key) => Object.hasOwn(whole, key) && containsAt(member(whole, key), member(part, key), deeper),
    );
  }
  if (isArray(whole) && isArray(part))
    return part.every((item) => whole.some((candidate) => containsAt(candidate, item, deeper)));
  if (typeof whole !== 'string' || typeof part !== 'string') return equals(whole, part, run);
  run.read(whole.length);
  return whole.includes(part);
}

/** The sum of values. Adding to a container copies it, so containers that the sum made itself are added to in place. */
export function sum(values: Iterable<Json>, run: Run): Json {
  let total: Json = null;
  let made: Made = null;
  for (const value of values) {
    run.step();
    if (made !== null && addTo(made, value, run)) continue;
    const isFirst: boolean = total === null || value === null;
    total = add(total, value, run);
    made = isFirst ? null : copyOf(total);
    total = made ?? total;
  }
  return total;
}

type Made = Json[] | ObjectDraft | null;

const copyOf = (value: Json): Made => (isArray(value) ? [...value] : isObject(value) ? { ...value } : null);

/** Adds to a container in place; not possible when the value is of another type. */
function addTo(made: Json[] | ObjectDraft, value: Json, run: Run): boolean {
  if (Array.isArray(made)) {
    if (!isArray(value)) return value === null;
    run.container(value.length);
    for (const item of value) made.push(item);
    return true;
  }
  if (!isObject(value)) return value === null;
  const keys = Object.keys(value);
  run.container(keys.length);
  for (const key of keys) put(made, key, member(value, key));
  return true;
}

const flatten: Native1 = (input, depth, run) => {
  if (typeof depth !== 'number') throw new JqError('flatten depth must not be negative');
  if (depth < 0) throw new JqError('flatten depth must not be negative');
  return flattenTo(input, depth, run);
};

function flattenTo(input: Json, depth: number, run: Run): Json {
  const flat: Json[] = [];
  const visit = (items: readonly Json[], left: number, level: number): void => {
    run.descend(level);
    run.container(items.length);
    for (const item of items) {
      if (isArray(item) && left > 0) visit(item, left - 1, level + 1);
      else flat.push(item);
    }
  };
  visit(elements(input, run), depth, 0);
  return flat;
}

const reverse: Native0 = (input, run) => {
  if (isArray(input)) {
    run.container(input.length);
    return input.toReversed();
  }
  const size = length(input, run);
  return typeof size === 'number' && size > 0 ? index(input, size - 1, run) : [];
};

export function arrayToSort(input: Json, run: Run): readonly Json[] {
  if (!isArray(input)) throw new JqError(`${describe(input, run)} cannot be sorted, as it is not an array`);
  run.container(2 * input.length);
  return input;
}

const sort: Native0 = (input, run) =>
  sortKeyed(
    arrayToSort(input, run).map((value) => ({ value, key: value })),
    run,
  ).map(({ value }) => value);

const unique: Native0 = (input, run) => {
  const sorted = elements(sort(input, run), run);
  return sorted.filter((value, position) => position === 0 || compare(at(sorted, position - 1), value, run) !== 0);
};

const extreme =
  (isBetter: (order: number) => boolean): Native0 =>
  (input, run) => {
    if (!isArray(input))
      throw new JqError(`${describe(input, run)} and ${describe(input, run)} cannot be iterated over`);
    let best = at(input, 0);
    for (const value of input) {
      run.step();
      if (isBetter(compare(value, best, run))) best = value;
    }
    return best;
  };

/** Whether a later value replaces the least, or the greatest, so far: of equals the first is least and the last greatest. */
export const isLess = (order: number): boolean => order < 0;
export const isNotLess = (order: number): boolean => order >= 0;

const toEntries: Native0 = (input, run) => {
  const entries = keysOf(input, run).map((key) => ({ key, value: index(input, key, run) }));
  run.container(4 * entries.length);
  return entries;
};

const fromEntries: Native0 = (input, run) => {
  const draft: ObjectDraft = {};
  for (const entry of elements(input, run)) {
    run.step();
    const key = ['key', 'Key', 'name', 'Name'].map((name) => index(entry, name, run)).find(isTruthy) ?? null;
    if (typeof key !== 'string') throw new JqError(`Cannot use ${describe(key, run)} as object key`);
    run.allocate(32);
    put(draft, key, index(entry, has(entry, 'value') ? 'value' : 'Value', run));
  }
  return draft;
};

const indices: Native1 = (input, wanted, run) => {
  if (isArray(input)) return indicesOfArray(input, isArray(wanted) ? wanted : [wanted], run);
  if (typeof input === 'string' && typeof wanted === 'string') return indicesOfText(input, wanted, run);
  return index(input, wanted, run);
};

function indicesOfText(text: string, wanted: string, run: Run): Json {
  const found: Json[] = [];
  run.read(text.length);
  if (wanted === '') return found;
  let codePoints = 0;
  let counted = 0;
  for (let start = text.indexOf(wanted); start >= 0; start = text.indexOf(wanted, start + 1)) {
    run.read(wanted.length);
    codePoints += codePointLength(text.slice(counted, start));
    counted = start;
    found.push(codePoints);
  }
  run.container(found.length);
  return found;
}

const firstOf = (found: Json): Json => (isArray(found) ? at(found, 0) : found);
const lastOf = (found: Json): Json => (isArray(found) ? at(found, found.length - 1) : found);

const bsearch: Native1 = (input, target, run) => {
  if (!isArray(input)) throw new JqError(`${describe(input, run)} cannot be searched from`);
  let low = 0;
  let high = input.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compare(target, at(input, middle), run);
    if (order === 0) return middle;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return -1 - low;
};

export const COLLECTION_NATIVES: Natives = {
  none: {
    length,
    keys,
    keys_unsorted: keysOf,
    add: (input, run) => sum(elements(input, run), run),
    flatten: (input, run) => flattenTo(input, Number.POSITIVE_INFINITY, run),
    reverse,
    sort,
    unique,
    min: extreme(isLess),
    max: extreme(isNotLess),
    to_entries: toEntries,
    from_entries: fromEntries,
    type: (input) => typeOf(input),
    not: (input) => !isTruthy(input),
  },
  one: {
    has,
    contains,
    flatten,
    indices,
    index: (input, wanted, run) => firstOf(indices(input, wanted, run)),
    rindex: (input, wanted, run) => lastOf(indices(input, wanted, run)),
    bsearch,
  },
};
