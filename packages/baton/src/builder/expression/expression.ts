/** jq that gives a `T`. */
export interface Source<out T> {
  readonly jq: string;
  /** It can stand next to an operator without brackets. */
  readonly isTerm: boolean;
  /** Never there: it carries the type. */
  readonly value?: T;
}

/** Where an expression keeps its source: no name of a member can be the same. */
export const source: unique symbol = Symbol.for('@batonhq/baton/expression');

/**
 * Something that a definition computes while it runs, and that gives a `T`.
 *
 * A class, and `source` a method of it, because members of classes are left out of `{ ...reference }`: the type of the
 * copy then has the members of `T` alone.
 */
export abstract class Expression<out T> {
  abstract [source](): Source<T>;
}

/** True for everything that is computed while the definition runs. */
export function isExpression(value: unknown): value is Expression<unknown> {
  return typeof value === 'object' && value !== null && source in value;
}
