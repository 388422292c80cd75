/** Reading one step into a value: `.key`, `.[index]`, `.[from:upto]`, `.[array]`. */
import { JqError } from '../errors/jq-error.ts';
import type { Run } from '../machine/run.ts';
import { describe, excerpt } from './describe.ts';
import type { Json, JsonObject } from './json.ts';
import { at, isArray, isObject, member, typeOf } from './json.ts';
import { equals } from './order.ts';
import { codePointLength, sliceCodePoints } from './unicode.ts';

/** The value at a key of any sort that the language knows; an error when the two do not fit. */
export function index(target: Json, key: Json, run: Run): Json {
  if (typeof key === 'string') {
    if (isObject(target)) return member(target, key);
    if (target === null) return null;
  } else if (typeof key === 'number') {
    if (isArray(target)) return at(target, arrayIndex(target, key));
    if (target === null) return null;
  } else if (isObject(key) && !isObject(target)) {
    return sliceByKey(target, key, run);
  } else if (isArray(key) && isArray(target)) {
    return indicesOfArray(target, key, run);
  }
  throw new JqError(`Cannot index ${typeOf(target)} with ${describe(key, run)}`);
}

/** Field access with a constant name, the commonest step of all. */
export function field(target: Json, name: string, run: Run): Json {
  if (isObject(target)) return member(target, name);
  return target === null ? null : index(target, name, run);
}

/** Where an index points in an array: rounded towards zero, from the end when negative. */
export function arrayIndex(array: readonly Json[], key: number): number {
  const whole = Math.trunc(key);
  return whole < 0 ? whole + array.length : whole;
}

/** The start and end of a slice, as numbers or null. */
export interface Bounds {
  readonly from: Json;
  readonly upto: Json;
}

export function boundsOf(key: JsonObject): Bounds {
  const { start, end } = key;
  if (start === undefined || end === undefined) throw new JqError('Array/string slice indices must be integers');
  return { from: start, upto: end };
}

export const boundsKey = (bounds: Bounds): JsonObject => ({ start: bounds.from, end: bounds.upto });

/** The slice that a `{start, end}` key names. */
export const sliceByKey = (target: Json, key: Json, run: Run): Json =>
  isObject(key) && target !== null ? slice(target, boundsOf(key), run) : null;

function slice(target: Json, bounds: Bounds, run: Run): Json {
  if (target === null) return null;
  if (typeof target === 'string') {
    run.read(target.length);
    const [from, upto] = resolveBounds(codePointLength(target), bounds);
    return sliceCodePoints(target, from, upto);
  }
  if (!isArray(target)) {
    throw new JqError(`Cannot index ${typeOf(target)} with object (${excerpt(boundsKey(bounds), run)})`);
  }
  const [from, upto] = resolveBounds(target.length, bounds);
  run.container(upto - from);
  return target.slice(from, upto);
}

/** Bounds as indices of something so long, with `from <= upto`; the end rounds up, the start down. */
export function resolveBounds(length: number, bounds: Bounds): readonly [number, number] {
  const start = bounds.from === null ? 0 : boundOf(bounds.from);
  const end = bounds.upto === null ? length : boundOf(bounds.upto);
  const from = Math.min(Math.max(start < 0 ? start + length : start, 0), length);
  const upto = Math.min(Math.max(end < 0 ? end + length : end, 0), length);
  const first = Math.floor(from);
  return [first, Math.max(first, Math.ceil(upto))];
}

function boundOf(bound: Json): number {
  if (typeof bound !== 'number') throw new JqError('Array/string slice indices must be integers');
  return Number.isNaN(bound) ? 0 : bound;
}

/** Where a sequence of elements occurs in an array, overlapping occurrences included. */
export function indicesOfArray(array: readonly Json[], wanted: readonly Json[], run: Run): readonly Json[] {
  const found: number[] = [];
  if (wanted.length === 0) return found;
  for (let start = 0; start + wanted.length <= array.length; start += 1) {
    if (isAt(array, { wanted, start }, run)) found.push(start);
  }
  run.container(found.length);
  return found;
}

function isAt(array: readonly Json[], place: { wanted: readonly Json[]; start: number }, run: Run): boolean {
  run.step();
  return place.wanted.every((item, offset) => {
    run.step();
    return equals(at(array, place.start + offset), item, run);
  });
}

/** The values that `.[]` visits. */
export function elements(target: Json, run: Run): readonly Json[] {
  if (isArray(target)) return target;
  if (!isObject(target)) throw new JqError(`Cannot iterate over ${describe(target, run)}`);
  const values = Object.values(target);
  run.container(values.length);
  return values;
}
