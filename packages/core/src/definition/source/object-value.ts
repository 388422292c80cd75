import type { Json } from '../../kernel/json.ts';
import type { PathSegment } from '../../kernel/json-pointer.ts';
import type { Problem } from '../diagnostic.ts';
import type { FoundProblem } from '../schema/found-problem.ts';
import type { DefinitionLimits } from './limits.ts';
import { isForbiddenKey } from './yaml-value.ts';

/** An object from a program as JSON, with everything in it that JSON does not have. */
export interface ObjectValue {
  readonly value: Json;
  readonly problems: readonly FoundProblem[];
}

/** Copies an object as JSON. What is shared is copied; what contains itself is refused by the limit on depth. */
export function objectValue(root: unknown, limits: DefinitionLimits): ObjectValue {
  const reading: Reading = { limits, problems: [], values: 0 };
  const value = convert(reading, root, []);
  return { value, problems: reading.problems };
}

interface Reading {
  readonly limits: DefinitionLimits;
  readonly problems: FoundProblem[];
  values: number;
}

type Path = readonly PathSegment[];

function convert(reading: Reading, value: unknown, path: Path): Json {
  reading.values += 1;
  const { limits } = reading;
  if (reading.values > limits.values) {
    if (reading.values > limits.values + 1) return null;
    return refuse(reading, [], { message: 'the definition has too many values', expected: `at most ${limits.values}` });
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    return Number.isFinite(value)
      ? value
      : refuse(reading, path, { message: 'not a number that JSON has', found: String(value) });
  }
  if (path.length > limits.depth) {
    return refuse(reading, path.slice(0, 8), {
      message: 'the definition is nested too deeply, or contains itself',
      expected: `at most ${limits.depth} levels`,
    });
  }
  if (Array.isArray(value)) return value.map((item: unknown, index) => convert(reading, item, [...path, index]));
  if (isPlainObject(value)) return convertObject(reading, value, path);
  return refuse(reading, path, { message: 'a definition holds plain data', found: kindOf(value) });
}

function convertObject(reading: Reading, value: Readonly<Record<string, unknown>>, path: Path): Json {
  const result: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    if (isForbiddenKey(key))
      refuse(reading, [...path, key], { message: `the key "${key}" is not allowed`, hint: 'choose another name' });
    else result[key] = convert(reading, member, [...path, key]);
  }
  return result;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

function kindOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `an instance of ${value.constructor.name}`;
  return value === undefined ? 'undefined' : `a ${typeof value}`;
}

function refuse(reading: Reading, path: Path, problem: Problem): null {
  if (reading.problems.length < reading.limits.problems)
    reading.problems.push({ path, aspect: 'value', predicate: false, problem });
  return null;
}
