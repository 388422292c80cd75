import {
  ExpressionSyntaxError,
  fault,
  FaultError,
  type Evaluator,
  type Expression,
  type Json,
  type Scope,
} from '@batonhq/core';
import { compile, JqError, JqSyntaxError, type Program as JqProgram } from '@batonhq/jq';

/** Compiled expressions kept, the least recently compiled going first. */
const kept = 4_096;

/** Compiles jq, remembering what it compiled. */
export function jqEvaluator(): Evaluator {
  const cache = new Map<string, Expression>();
  return {
    compile(source) {
      const known = cache.get(source);
      if (known !== undefined) return known;
      const expression = compileExpression(source);
      for (const oldest of cache.keys()) {
        if (cache.size < kept) break;
        cache.delete(oldest);
      }
      cache.set(source, expression);
      return expression;
    },
  };
}

function compileExpression(source: string): Expression {
  try {
    const variables = freeVariables(source);
    return expressionOf(compile(source, { variables }), variables);
  } catch (error) {
    if (JqSyntaxError.isInstance(error)) throw new ExpressionSyntaxError(error.message, error.offset);
    throw error;
  }
}

/** The variables that come from outside: those without which the source does not compile. */
function freeVariables(source: string): readonly string[] {
  const mentioned = [...new Set([...source.matchAll(/\$([A-Za-z_]\w*)/g)].map((match) => match[1] ?? ''))].filter(
    (name) => name !== '__loc__' && name !== 'ENV',
  );
  return mentioned.filter((name) => {
    const others = mentioned.filter((other) => other !== name);
    return !compiles(source, others);
  });
}

function compiles(source: string, variables: readonly string[]): boolean {
  try {
    compile(source, { variables: [...variables] });
    return true;
  } catch (error) {
    if (JqSyntaxError.isInstance(error)) return false;
    throw error;
  }
}

function expressionOf(program: JqProgram, variables: readonly string[]): Expression {
  const evaluate = (input: Json, scope: Scope): Json => {
    const values: Record<string, Json> = {};
    for (const name of variables) values[name] = scope(name);
    return program.first(input, values) ?? null;
  };
  return {
    variables,
    evaluate(input, scope) {
      try {
        return evaluate(input, scope);
      } catch (error) {
        if (JqError.isInstance(error)) throw new FaultError(fault('expression', error.message));
        throw error;
      }
    },
  };
}
