import { compile, JqError, JqSyntaxError } from '@batonhq/jq';
import { fault, FaultError } from '../src/kernel/fault.ts';
import { ExpressionSyntaxError, triggerTime, type Evaluator, type Expression } from '../src/expression/evaluator.ts';
import { scanVariables } from '../src/expression/scan.ts';

/** The real expression language, for tests whose documents use all of it. */
export function jqEvaluator(): Evaluator {
  return {
    compile(source) {
      const variables = scanVariables(source).mentioned;
      try {
        const program = compile(source, { variables: [...variables] });
        const evaluate: Expression['evaluate'] = (input, scope) => {
          const at = scope(triggerTime);
          const timed = typeof at === 'number' ? program.with({ now: at / 1_000 }) : program;
          return timed.first(input, Object.fromEntries(variables.map((name) => [name, scope(name)]))) ?? null;
        };
        return { variables, evaluate: withFaults(evaluate) };
      } catch (error) {
        if (JqSyntaxError.isInstance(error)) throw new ExpressionSyntaxError(error.message, error.offset);
        throw error;
      }
    },
  };
}

function withFaults(evaluate: Expression['evaluate']): Expression['evaluate'] {
  return (input, scope) => {
    try {
      return evaluate(input, scope);
    } catch (error) {
      if (JqError.isInstance(error)) throw new FaultError(fault('expression', error.message));
      throw error;
    }
  };
}
