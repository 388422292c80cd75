import { didYouMean } from '../definition/closest.ts';
import { ExpressionSyntaxError, type Evaluator } from '../expression/evaluator.ts';
import { shortened } from '../expression/named-expression.ts';
import { FaultError } from '../kernel/fault.ts';
import type { Compilation, Site } from './compilation.ts';

/** An expression that cannot be parsed, and where it stands. */
export interface FaultyExpression {
  readonly source: string;
  readonly site: Site;
  readonly error: ExpressionSyntaxError;
}

/** Reports an expression that cannot be parsed, at the character where parsing stopped. */
export function reportSyntax(
  { report }: Pick<Compilation, 'report'>,
  evaluator: Evaluator,
  faulty: FaultyExpression,
): void {
  const { source, site, error } = faulty;
  const inside = { text: source, offset: error.offset ?? 0 };
  const message = `the expression cannot be read: ${reason(error.message)}`;
  report(site.path, { message, found: shortened(source), ...hintFor(source, error, evaluator) }, { inside });
}

/** The first line of a parser's message, without the place that the diagnostic gives better. */
function reason(message: string): string {
  const [line = ''] = message.split('\n');
  return line.replace(/ at line \d+, column \d+$/, '').replace(/^syntax error: /, '');
}

function hintFor(source: string, { message }: ExpressionSyntaxError, evaluator: Evaluator): { readonly hint?: string } {
  if (source.includes('${'))
    return { hint: 'a text is an expression as a whole; inside it, write texts as "… \\(.name) …"' };
  const [, name] = /^(\w+)\/\d+ is not defined/.exec(message) ?? [];
  return name === undefined ? {} : didYouMean(name, functionNames(evaluator));
}

/** What the language itself says it has; a language that cannot say so has no hints. */
function functionNames(evaluator: Evaluator): readonly string[] {
  try {
    const names = evaluator.compile('builtins').evaluate(null, () => null);
    return Array.isArray(names)
      ? names.flatMap((name) => (typeof name === 'string' ? [name.replace(/\/\d+$/, '')] : []))
      : [];
  } catch (error) {
    if (error instanceof ExpressionSyntaxError || error instanceof FaultError) return [];
    throw error;
  }
}
