import type { Json } from '../value/json.ts';

const BRAND = Symbol.for('@batonhq/jq/JqError');
const MESSAGE_LIMIT = 200;

/**
 * A program that failed while running: what `try ... catch` sees inside of the language, `value`, thrown to the caller.
 * Retrying with the same input fails again, because evaluation is deterministic.
 *
 * @example
 * ```ts
 * import { compile, JqError } from '@batonhq/jq';
 *
 * try {
 *   compile('error({code: 7})').first(null);
 * } catch (error) {
 *   if (JqError.isInstance(error)) console.log(error.value); // { code: 7 }
 * }
 * ```
 */
export class JqError extends Error {
  override readonly name: string = 'JqError';
  /** The error as a value of the language: the message, or whatever the program gave to `error`. */
  readonly value: Json;
  /** True when the program itself said so, by `error`; false when it did what cannot be done. */
  readonly isRaised: boolean;
  readonly [BRAND] = true;

  constructor(value: Json, { isRaised = false }: { readonly isRaised?: boolean } = {}) {
    super(typeof value === 'string' ? value : `${brief(value)} (not a string)`);
    this.value = value;
    this.isRaised = isRaised;
  }

  /** Whether a value is this error (or a kind of it), also when another copy of the package threw it. */
  static isInstance(value: unknown): value is JqError {
    return value instanceof Error && BRAND in value;
  }
}

// The value may nest too deep to be printed whole; the message then does without it.
function brief(value: Json): string {
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value).slice(0, MESSAGE_LIMIT);
  } catch {
    return Array.isArray(value) ? '[...]' : '{...}';
  }
}
