import { JqError } from './jq-error.ts';

const BRAND = Symbol.for('@batonhq/jq/JqLimitError');

/** Which limit a program ran into. */
export type LimitName = 'steps' | 'depth' | 'outputs' | 'bytes';

/**
 * A program that used up one of its limits. `try` inside of the program does not catch it, so a limit ends the program.
 *
 * @example
 * ```ts
 * import { compile, JqLimitError } from '@batonhq/jq';
 *
 * try {
 *   compile('[range(infinite)]').first(null);
 * } catch (error) {
 *   if (JqLimitError.isInstance(error)) console.log(error.limit); // 'steps'
 * }
 * ```
 */
export class JqLimitError extends JqError {
  override readonly name = 'JqLimitError';
  /** The limit that was reached. */
  readonly limit: LimitName;
  readonly [BRAND] = true;

  constructor(limit: LimitName, allowed: number) {
    super(`limit reached: more than ${allowed} ${limit}`);
    this.limit = limit;
  }

  /** Whether a value is this error, also when another copy of the package threw it. */
  static override isInstance(value: unknown): value is JqLimitError {
    return value instanceof Error && BRAND in value;
  }
}
