import type { Expression } from './expression.ts';
import { computed } from './reference.ts';
import { toJq } from './write.ts';

/** What decides: anything but `true` counts as no. */
export type Condition = Expression<boolean | null>;

/** Whether all of them hold. */
export function and(...conditions: readonly Condition[]): Expression<boolean> {
  return joined(conditions, ' and ', 'true');
}

/** Whether one of them holds. */
export function or(...conditions: readonly Condition[]): Expression<boolean> {
  return joined(conditions, ' or ', 'false');
}

/** Whether it does not hold. */
export function not(condition: Condition): Expression<boolean> {
  return computed({ jq: `(${toJq(condition)} | not)`, isTerm: true });
}

/**
 * `fallback` where a value is `null` or missing, as `??` does it.
 *
 * @example orElse(input.customer.name, 'Sir or Madam')
 */
export function orElse<T, F = NonNullable<T>>(
  value: Expression<T>,
  fallback: F | Expression<F>,
): Expression<NonNullable<T> | F> {
  const [jq, otherwise] = [toJq(value), toJq(fallback)];
  return computed({ jq: `(if ${jq} == null then ${otherwise} else ${jq} end)`, isTerm: true });
}

function joined(conditions: readonly Condition[], operator: string, none: string): Expression<boolean> {
  if (conditions.length === 0) return computed({ jq: none, isTerm: true });
  return computed({ jq: conditions.map(toJq).join(operator), isTerm: false });
}
