import { detailIn, FaultError } from '../kernel/fault.ts';
import type { Expression } from './evaluator.ts';

/** The same expression, whose faults name it: the detail of a fault is all that somebody far away may see. */
export function namedExpression(expression: Expression, source: string): Expression {
  return {
    variables: expression.variables,
    evaluate(input, scope) {
      try {
        return expression.evaluate(input, scope);
      } catch (error) {
        if (!(error instanceof FaultError)) throw error;
        const { isWorded } = error;
        const detail = detailIn(error.fault.detail ?? 'failed', { source: shortened(source), isWorded });
        throw new FaultError({ ...error.fault, detail }, { isWorded });
      }
    },
  };
}

/** An expression in one line of at most 80 characters. */
export function shortened(source: string): string {
  const line = source.trim().replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
