/** The arithmetic operators, on every pair of types that they know. */
import { JqError } from '../errors/jq-error.ts';
import type { Run } from '../machine/run.ts';
import { describe } from './describe.ts';
import type { Json, JsonObject, ObjectDraft } from './json.ts';
import { isArray, isObject, member, put } from './json.ts';
import { equals } from './order.ts';
import { splitText } from './split.ts';

export type Arithmetic = (left: Json, right: Json, run: Run) => Json;

const failure = (left: Json, right: Json, problem: { run: Run; verb: string }): JqError =>
  new JqError(`${describe(left, problem.run)} and ${describe(right, problem.run)} cannot be ${problem.verb}`);

export const add: Arithmetic = (left, right, run) => {
  if (typeof left === 'number' && typeof right === 'number') return run.number(left + right);
  if (left === null) return right;
  if (right === null) return left;
  if (typeof left === 'string' && typeof right === 'string') return joinTexts(left, right, run);
  if (isArray(left) && isArray(right)) {
    run.container(left.length + right.length);
    return left.concat(right);
  }
  if (isObject(left) && isObject(right)) return mergeShallow(left, right, run);
  throw failure(left, right, { run, verb: 'added' });
};

/**
 * Concatenation shares its operands' memory until somebody reads the result, and readers pay for what they read; so it
 * costs little here. Only the length has to be held below what a string can be.
 */
export function joinTexts(left: string, right: string, run: Run): string {
  const length = left.length + right.length;
  run.step();
  run.allocate(length > run.limits.bytes ? length : 32 + Math.min(left.length, right.length));
  return left + right;
}

export function mergeShallow(left: JsonObject, right: JsonObject, run: Run): Json {
  const draft: ObjectDraft = { ...left, ...right };
  run.container(Object.keys(draft).length);
  return draft;
}

export const subtract: Arithmetic = (left, right, run) => {
  if (typeof left === 'number' && typeof right === 'number') return run.number(left - right);
  if (!isArray(left) || !isArray(right)) throw failure(left, right, { run, verb: 'subtracted' });
  run.container(left.length);
  return left.filter((item) => {
    run.spend(1 + (right.length >> 2));
    return !right.some((removed) => equals(item, removed, run));
  });
};

export const multiply: Arithmetic = (left, right, run) => {
  if (typeof left === 'number' && typeof right === 'number') return run.number(left * right);
  if (typeof left === 'string' && typeof right === 'number') return repeat(left, right, run);
  if (typeof left === 'number' && typeof right === 'string') return repeat(right, left, run);
  if (isObject(left) && isObject(right)) return mergeDeep(left, right, { run, depth: 0 });
  throw failure(left, right, { run, verb: 'multiplied' });
};

function repeat(text: string, times: number, run: Run): Json {
  if (!(times >= 0)) return null;
  if (text === '') return text;
  const count = Math.floor(times);
  // Not worth computing exactly: both factors may be huge.
  run.text(Math.min(text.length * count, 2 ** 40));
  return text.repeat(count);
}

function mergeDeep(left: JsonObject, right: JsonObject, walk: { run: Run; depth: number }): JsonObject {
  const { run, depth } = walk;
  run.descend(depth);
  const draft: ObjectDraft = { ...left };
  const keys = Object.keys(right);
  run.container(Object.keys(draft).length + keys.length);
  for (const key of keys) {
    const mine = Object.hasOwn(draft, key) ? member(draft, key) : null;
    const theirs = member(right, key);
    put(draft, key, isObject(mine) && isObject(theirs) ? mergeDeep(mine, theirs, { run, depth: depth + 1 }) : theirs);
  }
  return draft;
}

export const divide: Arithmetic = (left, right, run) => {
  if (typeof left === 'number' && typeof right === 'number') {
    if (right === 0) throw failure(left, right, { run, verb: 'divided because the divisor is zero' });
    return run.number(left / right);
  }
  if (typeof left === 'string' && typeof right === 'string') return splitText(left, right, run);
  throw failure(left, right, { run, verb: 'divided' });
};

const TWO_63 = 2n ** 63n;

// Numbers are cut to 64-bit integers first, as the language does; only huge ones need that spelled out.
function toInteger(value: number): number | bigint {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return Math.trunc(value);
  if (value >= 2 ** 63) return TWO_63 - 1n;
  return value < -(2 ** 63) ? -TWO_63 : BigInt(value);
}

export const modulo: Arithmetic = (left, right, run) => {
  if (typeof left !== 'number' || typeof right !== 'number') throw failure(left, right, { run, verb: 'divided' });
  if (Number.isNaN(left) || Number.isNaN(right)) return run.number(Number.NaN);
  const dividend = toInteger(left);
  const divisor = toInteger(right);
  if (Number(divisor) === 0) {
    throw failure(left, right, { run, verb: 'divided (remainder) because the divisor is zero' });
  }
  if (typeof dividend === 'number' && typeof divisor === 'number') return (dividend % Math.abs(divisor)) + 0;
  const magnitude = BigInt(divisor) < 0n ? -BigInt(divisor) : BigInt(divisor);
  return Number(BigInt(dividend) % magnitude);
};

export function negate(value: Json, run: Run): Json {
  if (typeof value !== 'number') throw new JqError(`${describe(value, run)} cannot be negated`);
  // Negating zero gives zero, not JavaScript's negative one.
  return 0 - value;
}
