import { FaultError } from '../kernel/fault.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { PathSegment } from '../kernel/json-pointer.ts';
import { namedExpression } from './named-expression.ts';
import { ExpressionSyntaxError, type Computed, type Evaluator, type Expression, type Scope } from './evaluator.ts';

/**
 * How texts of a definition are read: `strict`, only a text that is `${ … }` as a whole is an expression; `loose`,
 * every text is tried as one and stays what it is when that fails.
 */
export type TemplateMode = 'strict' | 'loose';

/** An expression inside a template, and where it stands. */
export interface TemplateExpression {
  readonly path: readonly PathSegment[];
  readonly source: string;
}

/** The expression inside `${ … }`, or undefined when `text` is not one as a whole. */
export function unwrapExpression(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed.startsWith('${') && trimmed.endsWith('}') && trimmed.length > 3 ? trimmed.slice(2, -1) : undefined;
}

/** The `${ … }` expressions in a value, in the order they are written. */
export function expressionsIn(value: Json): readonly TemplateExpression[] {
  const found: TemplateExpression[] = [];
  const walk = (part: Json, path: readonly PathSegment[]): void => {
    if (typeof part === 'string') {
      const source = unwrapExpression(part);
      if (source !== undefined) found.push({ path, source });
    } else if (Array.isArray(part)) part.forEach((item, index) => walk(item, [...path, index]));
    else if (typeof part === 'object' && part !== null)
      for (const [key, member] of Object.entries(part)) walk(member, [...path, key]);
  };
  walk(value, []);
  return found;
}

/** A value that nothing is computed in. */
export function constant(value: Json, source: Json = value): Computed {
  return { source, constant: true, deferred: false, evaluate: () => value };
}

/** An expression where the language expects one; `source` is what the author wrote, `${ }` optional. */
export function computedExpression(expression: Expression, source: Json): Computed {
  return {
    source,
    constant: false,
    deferred: mentionsSecrets(expression),
    evaluate: (input, scope) => expression.evaluate(input, scope),
  };
}

function mentionsSecrets({ variables }: Expression): boolean {
  return variables.includes('secrets') || variables.includes('authorization');
}

/**
 * Compiles a JSON value in which texts may be expressions.
 *
 * A value without expressions is constant and evaluates to itself, the same object every time; parts without
 * expressions are shared between evaluations.
 *
 * @throws {@link ExpressionSyntaxError} for the first expression that cannot be parsed.
 */
export function compileTemplate(value: Json, evaluator: Evaluator, mode: TemplateMode): Computed {
  const part = compilePart(value, evaluator, mode);
  if (part === undefined) return constant(value);
  return { source: value, constant: false, ...part };
}

/** A part of a template that has to be computed. */
interface Part {
  readonly deferred: boolean;
  evaluate(input: Json, scope: Scope): Json;
}

function compilePart(value: Json, evaluator: Evaluator, mode: TemplateMode): Part | undefined {
  if (typeof value === 'string') return compileText(value, evaluator, mode);
  if (Array.isArray(value)) return compileArray(value, (item) => compilePart(item, evaluator, mode));
  if (typeof value !== 'object' || value === null) return undefined;
  return compileObject(Object.entries(value), (member) => compilePart(member, evaluator, mode));
}

function compileText(text: string, evaluator: Evaluator, mode: TemplateMode): Part | undefined {
  const source = unwrapExpression(text);
  if (source !== undefined) {
    const expression = namedExpression(evaluator.compile(source), source);
    return { deferred: mentionsSecrets(expression), evaluate: (input, scope) => expression.evaluate(input, scope) };
  }
  return mode === 'loose' ? compileLoose(text, evaluator) : undefined;
}

/** The text itself whenever it is no expression, or evaluating it fails. */
function compileLoose(text: string, evaluator: Evaluator): Part | undefined {
  let expression: Expression;
  try {
    expression = evaluator.compile(text);
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return undefined;
    throw error;
  }
  const evaluate = (input: Json, scope: Scope): Json => {
    try {
      return expression.evaluate(input, scope);
    } catch (error) {
      if (error instanceof FaultError) return text;
      throw error;
    }
  };
  return { deferred: mentionsSecrets(expression), evaluate };
}

type CompilePart = (value: Json) => Part | undefined;

function compileArray(items: readonly Json[], compile: CompilePart): Part | undefined {
  const parts = items.flatMap((item, index) => {
    const part = compile(item);
    return part === undefined ? [] : [{ index, part }];
  });
  if (parts.length === 0) return undefined;
  const evaluate = (input: Json, scope: Scope): Json => {
    const result = items.slice();
    for (const { index, part } of parts) result[index] = part.evaluate(input, scope);
    return result;
  };
  return { deferred: parts.some(({ part }) => part.deferred), evaluate };
}

function compileObject(members: readonly (readonly [string, Json])[], compile: CompilePart): Part | undefined {
  const parts = members.flatMap(([key, member]) => {
    const part = compile(member);
    return part === undefined ? [] : [{ key, part }];
  });
  if (parts.length === 0) return undefined;
  const source: JsonObject = Object.fromEntries(members);
  const evaluate = (input: Json, scope: Scope): Json => {
    const result: Record<string, Json> = { ...source };
    for (const { key, part } of parts) result[key] = part.evaluate(input, scope);
    return result;
  };
  return { deferred: parts.some(({ part }) => part.deferred), evaluate };
}
