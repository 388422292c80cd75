import type { Condition } from './logic.ts';
import type { Expression } from './expression.ts';
import { computed, reference, type Ref } from './reference.ts';
import type { Computed } from './value.ts';
import { toJq } from './write.ts';

/** A list that may be missing. */
type List<T> = Expression<readonly T[] | null>;

/** The item of a list at a place, negative from the end; `null` when there is none. */
export function at<T>(list: List<T>, index: number | Expression<number>): Ref<T | null>;
/** The value of a map under a key; `null` when there is none. */
export function at<T>(
  map: Expression<Readonly<Record<string, T>> | null>,
  key: string | Expression<string>,
): Ref<T | null>;
export function at(value: Expression<unknown>, key: unknown): Ref<unknown> {
  return reference({ jq: `${toJq(value)}[${toJq(key)}]`, isTerm: true });
}

/** How many items a list has. */
export function count(list: List<unknown>): Expression<number> {
  return computed({ jq: `(${toJq(list)} | length)`, isTerm: true });
}

/**
 * A value for every item of a list.
 *
 * @example map(input.items, (item) => ({ sku: item.sku, amount: 1 }))
 */
export function map<T, V>(list: List<T>, select: (item: Ref<T>) => V): Ref<readonly Computed<V>[]> {
  return overItems<readonly Computed<V>[]>(list, (item) => toJq(select(reference({ jq: item, isTerm: true }))));
}

/** The items of a list for which a condition holds. */
export function filter<T>(list: List<T>, holds: (item: Ref<T>) => Condition): Ref<readonly T[]> {
  return overItems<readonly T[]>(list, (item) => {
    return `if ${toJq(holds(reference({ jq: item, isTerm: true })))} then ${item} else empty end`;
  });
}

/**
 * Binds the item to a variable, because `.` has to stay what it is for the expressions inside. The name is the first
 * that no list inside uses.
 */
function overItems<T>(list: Expression<unknown>, body: (item: string) => string): Ref<T> {
  for (let depth = 1; ; depth += 1) {
    const item = `$each${depth}`;
    const inner = body(item);
    if (inner.includes(`as ${item} |`)) continue;
    return reference({ jq: `[${toJq(list)}[]? as ${item} | ${inner}]`, isTerm: true });
  }
}
