/**
 * The order of all values: null, false, true, numbers, strings by code point, arrays by element, objects by their
 * sorted keys and then by value. NaN is less than every number, itself included.
 */
import type { Run } from '../machine/run.ts';
import type { Json, JsonObject } from './json.ts';
import { at, isArray, isObject, member } from './json.ts';

const RANKS = { null: 0, boolean: 1, number: 3, string: 4, array: 5, object: 6 } as const;

function rank(value: Json): number {
  if (value === null) return RANKS.null;
  switch (typeof value) {
    case 'boolean':
      return value ? 2 : RANKS.boolean;
    case 'number':
      return RANKS.number;
    case 'string':
      return RANKS.string;
    default:
      return isArray(value) ? RANKS.array : RANKS.object;
  }
}

/** Negative, zero or positive, like the comparison functions of sorting. */
export function compare(left: Json, right: Json, run: Run): number {
  return compareAt(left, right, { run, depth: 0 });
}

interface Walk {
  readonly run: Run;
  depth: number;
}

function compareAt(left: Json, right: Json, walk: Walk): number {
  if (typeof left === 'number' && typeof right === 'number') return compareNumbers(left, right);
  if (typeof left === 'string' && typeof right === 'string') {
    walk.run.read(Math.min(left.length, right.length));
    return compareStrings(left, right);
  }
  const ranks = rank(left) - rank(right);
  if (ranks !== 0 || typeof left !== 'object' || typeof right !== 'object') return ranks;
  if (left === null || right === null || left === right) return 0;
  walk.depth += 1;
  walk.run.descend(walk.depth);
  const order = compareContainers(left, right, walk);
  walk.depth -= 1;
  return order;
}

function compareContainers(
  left: readonly Json[] | JsonObject,
  right: readonly Json[] | JsonObject,
  walk: Walk,
): number {
  if (isArray(left) && isArray(right)) return compareArrays(left, right, walk);
  return isObject(left) && isObject(right) ? compareObjects(left, right, walk) : 0;
}

function compareNumbers(left: number, right: number): number {
  if (left < right || left !== left) return -1;
  // A NaN on the right makes every other number greater.
  return left === right ? 0 : 1;
}

/** Orders strings by code point, which differs from UTF-16 order where a surrogate meets a unit above it. */
export function compareStrings(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return rotate(a) - rotate(b);
  }
  return left.length - right.length;
}

// Moves the surrogates behind the rest of the basic plane.
const rotate = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

function compareArrays(left: readonly Json[], right: readonly Json[], walk: Walk): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    walk.run.step();
    const order = compareAt(at(left, index), at(right, index), walk);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareObjects(left: JsonObject, right: JsonObject, walk: Walk): number {
  const keys = sortedKeys(left, walk.run);
  const byKeys = compareArrays(keys, sortedKeys(right, walk.run), walk);
  if (byKeys !== 0) return byKeys;
  for (const key of keys) {
    const order = compareAt(member(left, key), member(right, key), walk);
    if (order !== 0) return order;
  }
  return 0;
}

export function sortedKeys(object: JsonObject, run: Run): string[] {
  const keys = Object.keys(object);
  run.container(keys.length);
  return keys.length < 2 ? keys : keys.sort(compareStrings);
}

/** Whether two values are the same JSON; NaN equals nothing. */
export function equals(left: Json, right: Json, run: Run): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    if (typeof left === 'string' && typeof right === 'string') run.read(left.length === right.length ? left.length : 0);
    return left === right;
  }
  return compare(left, right, run) === 0;
}

/** A value with the keys to order it by; elements keep their place among equals. */
export interface Keyed {
  readonly value: Json;
  readonly key: Json;
}

export function sortKeyed(items: Keyed[], run: Run): Keyed[] {
  return items.sort((left, right) => {
    run.step();
    return compare(left.key, right.key, run);
  });
}
