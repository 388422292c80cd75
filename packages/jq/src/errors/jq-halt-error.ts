import type { Json } from '../value/json.ts';
import { JqError } from './jq-error.ts';

const BRAND = Symbol.for('@batonhq/jq/JqHaltError');

/**
 * A program that ended itself with `halt_error`. `try` inside of the program does not catch it.
 *
 * @example
 * ```ts
 * import { compile, JqHaltError } from '@batonhq/jq';
 *
 * try {
 *   compile('"no order" | halt_error(3)').first(null);
 * } catch (error) {
 *   if (JqHaltError.isInstance(error)) console.log(error.value, error.exitCode); // no order 3
 * }
 * ```
 */
export class JqHaltError extends JqError {
  override readonly name = 'JqHaltError';
  /** The code that the program asked for; 5 unless it named one. */
  readonly exitCode: number;
  readonly [BRAND] = true;

  constructor(value: Json, exitCode: number) {
    super(value);
    this.exitCode = exitCode;
  }

  /** Whether a value is this error, also when another copy of the package threw it. */
  static override isInstance(value: unknown): value is JqHaltError {
    return value instanceof Error && BRAND in value;
  }
}
