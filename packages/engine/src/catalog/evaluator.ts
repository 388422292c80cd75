import {
  ExpressionSyntaxError,
  fault,
  FaultError,
  type Evaluator,
  type Expression,
  scanVariables,
  triggerTime,
  type Json,
  type Scope,
} from '@batonhq/core';
import { compile, JqError, JqSyntaxError, type Host, type Program as JqProgram } from '@batonhq/jq';

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
    const variables = scanVariables(source).mentioned.filter((name) => name !== 'ENV');
    return expressionOf(compile(source, { variables }), { variables, asksForTime: /\bnow\b/.test(source) });
  } catch (error) {
    if (JqSyntaxError.isInstance(error)) throw new ExpressionSyntaxError(error.message, error.offset);
    throw error;
  }
}

interface Needs {
  readonly variables: readonly string[];
  readonly asksForTime: boolean;
}

function expressionOf(program: JqProgram, { variables, asksForTime }: Needs): Expression {
  const evaluate = (input: Json, scope: Scope): Json => {
    const values: Record<string, Json> = {};
    for (const name of variables) values[name] = scope(name);
    return (asksForTime ? program.with(hostAt(scope)) : program).first(input, values) ?? null;
  };
  return {
    variables,
    evaluate(input, scope) {
      try {
        return bounded(evaluate(input, scope));
      } catch (error) {
        if (JqError.isInstance(error))
          throw new FaultError(fault('expression', error.message), { isWorded: error.isRaised });
        throw error;
      }
    },
  };
}

/** Levels of a value that an expression makes. Far deeper ones could neither be recorded nor shown. */
const deepest = 500;

function bounded(value: Json): Json {
  if (typeof value !== 'object' || value === null || !isDeeperThan(value, deepest)) return value;
  throw new FaultError(fault('expression', `the value is nested deeper than ${deepest} levels`));
}

function isDeeperThan(value: object, levels: number): boolean {
  if (levels === 0) return true;
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return members.some((member) => typeof member === 'object' && member !== null && isDeeperThan(member, levels - 1));
}

/** What jq may learn from outside: the time of the trigger, in seconds, and that the zone is UTC. */
function hostAt(scope: Scope): Host {
  const at = scope(triggerTime);
  return typeof at === 'number' ? { now: at / 1_000, timeZone: 'UTC' } : {};
}
