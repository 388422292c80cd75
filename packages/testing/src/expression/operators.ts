import { fault, FaultError, isJsonObject, jsonEquals, type Json } from '@batonhq/core';

/** Throws what an expression that went wrong throws. */
export function wrong(detail: string): never {
  throw new FaultError(fault('expression', detail));
}

/** A member of an object or an item of an array; `null` where there is none. */
export function memberAt(value: Json, key: Json): Json {
  if (value === null) return null;
  if (isJsonObject(value) && typeof key === 'string') return Object.hasOwn(value, key) ? (value[key] ?? null) : null;
  if (Array.isArray(value) && typeof key === 'number') return item(value, key);
  return wrong(`cannot index ${describe(value)} with ${JSON.stringify(key)}`);
}

function item(items: readonly Json[], index: number): Json {
  return items[index < 0 ? items.length + index : index] ?? null;
}

/** The operators that take two values. */
export const operators: Readonly<Record<string, (left: Json, right: Json) => Json>> = {
  '==': (left, right) => jsonEquals(left, right),
  '!=': (left, right) => !jsonEquals(left, right),
  '<': (left, right) => compare(left, right) < 0,
  '<=': (left, right) => compare(left, right) <= 0,
  '>': (left, right) => compare(left, right) > 0,
  '>=': (left, right) => compare(left, right) >= 0,
  '+': add,
  '-': (left, right) => numbers(left, right, (one, other) => one - other),
  '*': (left, right) => numbers(left, right, (one, other) => one * other),
  '/': (left, right) => numbers(left, right, (one, other) => one / other),
  '%': (left, right) => numbers(left, right, (one, other) => Math.trunc(one) % Math.trunc(other)),
};

/** True for everything but `false` and `null`. */
export function isTrue(value: Json): boolean {
  return value !== false && value !== null;
}

/** The functions that take what flows in. */
export const functions: Readonly<Record<string, (value: Json) => Json>> = {
  not: (value) => !isTrue(value),
  length: lengthOf,
  error: (value) => wrong(typeof value === 'string' ? value : JSON.stringify(value)),
  keys: (value) => (isJsonObject(value) ? Object.keys(value).toSorted() : wrong(`${describe(value)} has no keys`)),
  empty: () => null,
};

function add(left: Json, right: Json): Json {
  if (left === null) return right;
  if (right === null) return left;
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right];
  if (isJsonObject(left) && isJsonObject(right)) return { ...left, ...right };
  return wrong(`cannot add ${describe(left)} and ${describe(right)}`);
}

function numbers(left: Json, right: Json, apply: (one: number, other: number) => number): Json {
  if (typeof left !== 'number' || typeof right !== 'number') {
    return wrong(`cannot calculate with ${describe(left)} and ${describe(right)}`);
  }
  const result = apply(left, right);
  return Number.isFinite(result) ? result : wrong('the result is not a number');
}

function compare(left: Json, right: Json): number {
  const [one, other] = [rank(left), rank(right)];
  if (one !== other) return one - other;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return jsonEquals(left, right) ? 0 : JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}

function rank(value: Json): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return value ? 2 : 1;
  if (typeof value === 'number') return 3;
  if (typeof value === 'string') return 4;
  return Array.isArray(value) ? 5 : 6;
}

function lengthOf(value: Json): Json {
  if (value === null) return 0;
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (typeof value === 'number') return Math.abs(value);
  return isJsonObject(value) ? Object.keys(value).length : wrong(`${describe(value)} has no length`);
}

function describe(value: Json): string {
  return JSON.stringify(value).slice(0, 40);
}
