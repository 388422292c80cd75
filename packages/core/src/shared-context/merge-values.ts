import { canonicalJson } from '../kernel/canonical-json.ts';
import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';

/**
 * How a written value joins the one that is there, whoever wrote that: `add` numbers, `append` to a list, `union` of lists
 * without doubles, `fields` of objects that nobody else wrote otherwise, `max` and `min` of numbers.
 */
export type MergeRule = 'add' | 'append' | 'union' | 'fields' | 'max' | 'min';

/** The rules by name. */
export const mergeRules: readonly MergeRule[] = ['add', 'append', 'union', 'fields', 'max', 'min'];

/** What came of a merge: the value, or why the two do not go together. */
export type Merged =
  | { readonly kind: 'merged'; readonly value: Json }
  | { readonly kind: 'apart'; readonly why: string };

/** Joins two values by a rule. `there` is undefined where nothing was written yet. */
export function mergeValues(rule: MergeRule, there: Json | undefined, given: Json): Merged {
  switch (rule) {
    case 'add':
      return numbers(there ?? 0, given, (left, right) => left + right);
    case 'max':
      return numbers(there ?? given, given, Math.max);
    case 'min':
      return numbers(there ?? given, given, Math.min);
    case 'append':
      return lists(there ?? [], given, (left, right) => [...left, ...right]);
    case 'union':
      return lists(there ?? [], given, withoutDoubles);
    case 'fields':
      return objects(there ?? {}, given);
  }
}

function numbers(left: Json, right: Json, join: (left: number, right: number) => number): Merged {
  if (typeof left !== 'number' || typeof right !== 'number') return apart('numbers', left, right);
  return { kind: 'merged', value: join(left, right) };
}

function lists(
  left: Json,
  right: Json,
  join: (left: readonly Json[], right: readonly Json[]) => readonly Json[],
): Merged {
  if (!Array.isArray(left)) return apart('lists', left, right);
  return { kind: 'merged', value: [...join(left, Array.isArray(right) ? right : [right])] };
}

function withoutDoubles(left: readonly Json[], right: readonly Json[]): readonly Json[] {
  const seen = new Set<string>();
  return [...left, ...right].filter((value) => {
    const form = canonicalJson(value);
    const isNew = !seen.has(form);
    seen.add(form);
    return isNew;
  });
}

function objects(left: Json, right: Json): Merged {
  if (!isJsonObject(left) || !isJsonObject(right)) return apart('objects', left, right);
  const other = Object.keys(right).find((name) => differs(name, left, right));
  if (other !== undefined) return { kind: 'apart', why: `"${other}" was written otherwise` };
  return { kind: 'merged', value: { ...left, ...right } };
}

function differs(name: string, left: JsonObject, right: JsonObject): boolean {
  if (!Object.hasOwn(left, name)) return false;
  return canonicalJson(left[name] ?? null) !== canonicalJson(right[name] ?? null);
}

function apart(what: string, left: Json, right: Json): Merged {
  return { kind: 'apart', why: `it joins ${what}; there is ${nameOf(left)} and ${nameOf(right)} was given` };
}

function nameOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
