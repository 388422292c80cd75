import type { Json } from '@batonhq/core';
import { isObject } from '../part/is-object.ts';

/** One place where two values are not the same; undefined where there is nothing. */
export interface Difference {
  /** `order.lines[2].price`; empty for the values as a whole. */
  readonly path: string;
  readonly left: Json | undefined;
  readonly right: Json | undefined;
}

/** Differences told of two values at most: beyond that they are not the same thing at all. */
export const mostDifferences = 200;

/** Where two values differ, member by member. */
export function differencesOf(left: Json | undefined, right: Json | undefined): readonly Difference[] {
  const found: Difference[] = [];
  compare({ path: '', left, right }, found);
  return found;
}

function compare({ path, left, right }: Difference, found: Difference[]): void {
  if (found.length >= mostDifferences || left === right) return;
  if (isObject(left) && isObject(right)) {
    for (const name of new Set([...Object.keys(left), ...Object.keys(right)]))
      compare({ path: path === '' ? name : `${path}.${name}`, left: left[name], right: right[name] }, found);
  } else if (Array.isArray(left) && Array.isArray(right)) {
    for (let index = 0; index < Math.max(left.length, right.length); index += 1)
      compare({ path: `${path}[${index}]`, left: left[index], right: right[index] }, found);
  } else found.push({ path, left, right });
}
