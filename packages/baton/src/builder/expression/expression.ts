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
 * Holds the source in a method of a class, because methods of classes are left out of the type of `{ ...reference }`:
 * the copy then has the members of `T` alone, and is no expression of a `T` itself.
 */
abstract class Computation<out T> {
  abstract [source](): Source<T>;
}

/** Something that a definition computes while it runs, and that gives a `T`. */
export interface Expression<out T> extends Computation<T> {}

/** True for everything that is computed while the definition runs. */
export function isExpression(value: unknown): value is Expression<unknown> {
  return typeof value === 'object' && value !== null && source in value;
}
