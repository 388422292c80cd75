import { compile, JqSyntaxError } from '@batonhq/jq';
import { ExpressionSyntaxError, type Evaluator } from '../src/expression/evaluator.ts';
import { scanVariables } from '../src/expression/scan.ts';

/** The real expression language, for tests whose documents use all of it. */
export function jqEvaluator(): Evaluator {
  return {
    compile(source) {
      const variables = scanVariables(source).mentioned;
      try {
        const program = compile(source, { variables: [...variables] });
        const evaluate: ReturnType<Evaluator['compile']>['evaluate'] = (input, scope) =>
          program.first(input, Object.fromEntries(variables.map((name) => [name, scope(name)]))) ?? null;
        return { variables, evaluate };
      } catch (error) {
        if (JqSyntaxError.isInstance(error)) throw new ExpressionSyntaxError(error.message, error.offset);
        throw error;
      }
    },
  };
}
