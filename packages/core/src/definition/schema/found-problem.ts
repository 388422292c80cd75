import type { z } from 'zod';
import { isJsonObject } from '../../kernel/json.ts';
import type { PathSegment } from '../../kernel/json-pointer.ts';
import { didYouMean } from '../closest.ts';
import type { Problem } from '../diagnostic.ts';

/** What is wrong, before its path is known. */
export interface Finding {
  /** Whether it is about the name of the member or about its value. */
  readonly aspect: 'key' | 'value';
  /** The message lacks its subject, which is the name at the path (`is missing`). */
  readonly predicate: boolean;
  readonly problem: Problem;
}

/** A problem at a path. */
export interface FoundProblem extends Finding {
  readonly path: readonly PathSegment[];
}

/** An issue of the schema library in words for people. `root` is the value that was parsed. */
export function foundProblems(issue: z.core.$ZodIssue, root: unknown): readonly FoundProblem[] {
  const path = issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownProperty(path, key, issue.message));
  if (issue.code === 'custom' && isFinding(issue.params)) return [{ path, ...issue.params }];
  return [{ path, aspect: 'value', predicate: true, problem: problemOf(issue, reach(root, path)) }];
}

/** The problem with its subject. */
export function completed({ path, predicate, problem }: FoundProblem): Problem {
  return predicate ? { ...problem, message: `${nameAt(path)} ${problem.message}` } : problem;
}

function isFinding(params: unknown): params is Finding {
  return (
    typeof params === 'object' && params !== null && 'problem' in params && 'aspect' in params && 'predicate' in params
  );
}

function unknownProperty(path: readonly PathSegment[], key: string, known: string): FoundProblem {
  const names = known.split(', ');
  const hint = key === '<<' ? { hint: 'YAML 1.2 has no merge keys: repeat the properties' } : didYouMean(key, names);
  return {
    path: [...path, key],
    aspect: 'key',
    predicate: false,
    problem: { message: `unknown property "${key}"`, expected: `one of: ${known}`, ...hint },
  };
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function problemOf(issue: z.core.$ZodIssue, value: unknown): Problem {
  const expected = expectation(issue);
  if (value === undefined) return { message: 'is missing', expected };
  if (issue.code === 'invalid_value') {
    return { message: 'has no such value', expected, found: describe(value), ...nearest(value, issue.values) };
  }
  return { message: 'is not valid', expected, found: describe(value), ...quoting(issue, value) };
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return typeNames[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value')
    return issue.values.length === 1 ? String(issue.values[0]) : `one of: ${issue.values.join(', ')}`;
  return issue.message;
}

function nearest(value: unknown, values: readonly unknown[]): { readonly hint?: string } {
  return typeof value === 'string'
    ? didYouMean(
        value,
        values.filter((candidate) => typeof candidate === 'string'),
      )
    : {};
}

/** YAML reads `1.0`, `yes: true` and the like as something else than text. */
function quoting(issue: z.core.$ZodIssue, value: unknown): { readonly hint?: string } {
  if (issue.code !== 'invalid_type' || issue.expected !== 'string') return {};
  return typeof value === 'number' || typeof value === 'boolean' ? { hint: 'put it in quotes' } : {};
}

/** What the path names, as the subject of a sentence. */
function nameAt(path: readonly PathSegment[]): string {
  const last = path.at(-1);
  if (last === undefined) return 'the definition';
  return typeof last === 'number' ? `item ${last + 1} of ${nameAt(path.slice(0, -1))}` : `"${last}"`;
}

/** A value in a few words. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return describeMap(Object.keys(value));
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const longest = 60;

function describeMap(keys: readonly string[]): string {
  if (keys.length === 0) return 'an empty map';
  return `a map with ${keys.slice(0, 4).join(', ')}${keys.length > 4 ? ', …' : ''}`;
}

function reach(root: unknown, path: readonly PathSegment[]): unknown {
  let value = root;
  for (const segment of path) {
    if (Array.isArray(value)) value = value[Number(segment)];
    else value = isJsonObject(value) ? value[segment] : undefined;
  }
  return value;
}
