import type { Expression } from './expression.ts';
import { computed } from './reference.ts';
import { toJq } from './write.ts';

/** What can be put in order. */
export type Ordered = number | string;

/**
 * Whether two values are equal.
 *
 * @example eq(input.status, 'paid')
 */
export function eq<T>(left: Expression<T>, right: NoInfer<T | Expression<T>>): Expression<boolean> {
  return compared(left, '==', right);
}

/** Whether two values differ; `ne(x, null)` is whether `x` is there. */
export function ne<T>(left: Expression<T>, right: NoInfer<T | Expression<T>>): Expression<boolean> {
  return compared(left, '!=', right);
}

/** Whether `left` is less than `right`. */
export function lt<T extends Ordered>(left: Expression<T>, right: NoInfer<T | Expression<T>>): Expression<boolean> {
  return compared(left, '<', right);
}

/** Whether `left` is at most `right`. */
export function lte<T extends Ordered>(left: Expression<T>, right: NoInfer<T | Expression<T>>): Expression<boolean> {
  return compared(left, '<=', right);
}

/** Whether `left` is greater than `right`. */
export function gt<T extends Ordered>(left: Expression<T>, right: NoInfer<T | Expression<T>>): Expression<boolean> {
  return compared(left, '>', right);
}

/** Whether `left` is at least `right`. */
export function gte<T extends Ordered>(left: Expression<T>, right: NoInfer<T | Expression<T>>): Expression<boolean> {
  return compared(left, '>=', right);
}

function compared(left: unknown, operator: string, right: unknown): Expression<boolean> {
  return computed({ jq: `${toJq(left)} ${operator} ${toJq(right)}`, isTerm: false });
}
