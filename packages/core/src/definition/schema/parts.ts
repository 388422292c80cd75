import { z } from 'zod';
import { isJsonObject } from '../../kernel/json.ts';
import { didYouMean } from '../closest.ts';
import type { Problem } from '../diagnostic.ts';
import { describe, foundProblems, type Finding } from './found-problem.ts';

/*
 * The language is full of unions. A schema library can only say that no branch of one fits; people want to know what is
 * wrong with the branch they meant. So every union here first chooses its branch by what was written, and then lets
 * that branch alone speak.
 *
 * Conventions for issues, read by `found-problem.ts`: the message of `unrecognized_keys` lists the known names; that of
 * every other check says what is expected; a custom issue of `choose` carries a whole problem.
 */

/** A map with exactly these properties. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const names = Object.keys(shape).join(', ');
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? names : undefined) });
}

/** The branch of a union that was meant, or what is wrong with all of them. */
export type Choice<T> = { readonly schema: z.ZodType<T> } | Wrong;

/** A value that is no branch. */
export interface Wrong {
  readonly finding: Finding;
}

/** A union whose branch is chosen by looking at the value. The chosen schema must not transform. */
export function choose<T>(pick: (value: unknown) => Choice<T>): z.ZodType<T> {
  return z.custom<T>().superRefine((value: unknown, context) => {
    const choice = pick(value);
    if ('finding' in choice) {
      context.addIssue({ code: 'custom', params: { ...choice.finding } });
      return;
    }
    const result = choice.schema.safeParse(value);
    if (result.success) return;
    for (const { path, ...finding } of result.error.issues.flatMap((issue) => foundProblems(issue, value))) {
      context.addIssue({ code: 'custom', path: [...path], params: finding });
    }
  });
}

/** A problem as a choice; the message is a whole sentence. */
export function wrong(message: string, more: Omit<Problem, 'message'> = {}): Wrong {
  return { finding: { aspect: 'value', predicate: false, problem: { message, ...more } } };
}

/** A value that is of no branch's type, or missing. */
export function mustBe(value: unknown, expected: string): Wrong {
  const problem =
    value === undefined
      ? { message: 'is missing', expected }
      : { message: 'is not valid', expected, found: describe(value) };
  return { finding: { aspect: 'value', predicate: true, problem } };
}

/** A union of maps told apart by which one of these properties they have. */
export function byKey<Branches extends Readonly<Record<string, z.ZodType>>>(
  branches: Branches,
): z.ZodType<z.output<Branches[keyof Branches]>>;
export function byKey(branches: Readonly<Record<string, z.ZodType>>): z.ZodType {
  return choose((value) => {
    const names = Object.keys(branches);
    const expected = `a map with one of: ${names.join(', ')}`;
    if (!isJsonObject(value)) return mustBe(value, expected);
    const present = names.filter((name) => Object.hasOwn(value, name));
    const [name, second] = present;
    if (name === undefined)
      return wrong('one property is missing', { expected: `one of: ${names.join(', ')}`, ...nearKey(value, names) });
    if (second !== undefined) return wrong(`only one of ${listed(present)} is possible`);
    const schema = branches[name];
    return schema === undefined ? mustBe(value, expected) : { schema };
  });
}

/** A map that may not be empty. */
export function nonEmpty<T>(schema: z.ZodType<T>, expected: string): z.ZodType<T> {
  return choose((value) => {
    return isJsonObject(value) && Object.keys(value).length === 0 ? mustBe(value, expected) : { schema };
  });
}

/** `did you mean` for a map that has none of the names it should have. */
export function nearKey(
  value: Readonly<Record<string, unknown>>,
  names: readonly string[],
): { readonly hint?: string } {
  for (const key of Object.keys(value)) {
    const near = didYouMean(key, names);
    if (near.hint !== undefined)
      return { hint: `did you mean ${near.hint.slice('did you mean '.length, -1)} instead of "${key}"?` };
  }
  return {};
}

/** `"a" and "b"`. */
export function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
