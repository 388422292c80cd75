/**
 * What a failed statement means for whoever sent it.
 *
 * - `lost`: the connection ended before the answer: what was sent may or may not have been done.
 * - `contradiction`: a row contradicts another one; nothing was done. `constraint` names the rule.
 * - `unwritable`: a value is not one that a row can hold; nothing was done, and never will be.
 * - `refused`: the server said no (no space, no right, a lock that could not be had); nothing was done.
 */
export type PostgresFailure =
  | { readonly kind: 'lost'; readonly message: string }
  | { readonly kind: 'contradiction'; readonly message: string; readonly constraint: string }
  | { readonly kind: 'unwritable'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string };

const uniqueViolation = '23505';

/** SQLSTATE classes of what is wrong with a value: data exceptions, and limits that it exceeds. */
const wrongValue = /^(22|54)/;

/** SQLSTATE classes and codes after which the connection is gone: connection exceptions, shutdown, crash, start-up. */
const ended = /^(08...|57P0[1235])$/;

/** Reads what the driver threw. What carries no SQLSTATE did not come from the server: then nobody knows. */
export function failureOf(error: unknown): PostgresFailure {
  const message = error instanceof Error ? error.message : String(error);
  const code = memberOf(error, 'code');
  const answered = code !== undefined && /^[0-9A-Z]{5}$/.test(code) && memberOf(error, 'severity') !== undefined;
  if (!answered || ended.test(code)) return { kind: 'lost', message };
  if (wrongValue.test(code)) return { kind: 'unwritable', message };
  if (code !== uniqueViolation) return { kind: 'refused', message };
  return { kind: 'contradiction', message, constraint: memberOf(error, 'constraint') ?? '' };
}

function memberOf(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Object.getOwnPropertyDescriptor(error, name)?.value;
  return typeof value === 'string' ? value : undefined;
}
