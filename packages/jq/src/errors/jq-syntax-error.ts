const BRAND = Symbol.for('@batonhq/jq/JqSyntaxError');

/**
 * A program that is not jq: thrown by `compile`, never while a program runs.
 *
 * @example
 * ```ts
 * import { compile, JqSyntaxError } from '@batonhq/jq';
 *
 * try {
 *   compile('.a | | .b');
 * } catch (error) {
 *   if (JqSyntaxError.isInstance(error)) console.log(error.offset, error.line, error.column); // 5 1 6
 * }
 * ```
 */
export class JqSyntaxError extends Error {
  override readonly name = 'JqSyntaxError';
  /** Where the program stops making sense: index of a UTF-16 unit in the source, from 0. */
  readonly offset: number;
  /** The same place as a line number, from 1. */
  readonly line: number;
  /** The same place as a column in that line, from 1. */
  readonly column: number;
  readonly [BRAND] = true;

  constructor(problem: string, source: string, offset: number) {
    const before = source.slice(0, offset);
    const line = before.split('\n').length;
    const column = offset - before.lastIndexOf('\n');
    super(`${problem} at line ${line}, column ${column}${excerpt(source, offset)}`);
    this.offset = offset;
    this.line = line;
    this.column = column;
  }

  /** Whether a value is this error, also when another copy of the package threw it. */
  static isInstance(value: unknown): value is JqSyntaxError {
    return value instanceof Error && BRAND in value;
  }
}

function excerpt(source: string, offset: number): string {
  const start = source.lastIndexOf('\n', offset - 1) + 1;
  const newline = source.indexOf('\n', offset);
  const line = source.slice(start, newline === -1 ? source.length : newline);
  const from = Math.max(0, offset - start - 30);
  const shown = line.slice(from, from + 60);
  return shown === '' ? '' : `\n  ${shown}\n  ${' '.repeat(offset - start - from)}^`;
}
