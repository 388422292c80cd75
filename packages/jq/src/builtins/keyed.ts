/** `sort_by`, `group_by` and their relatives: by what a filter makes of each element. */
import { outputsOf, fromDirect } from '../compile/code.ts';
import type { Special } from '../compile/scope.ts';
import { build } from '../compile/scope.ts';
import type { Run } from '../machine/run.ts';
import { IDENTITY } from '../syntax/ast.ts';
import { elements } from '../value/access.ts';
import type { Json } from '../value/json.ts';
import type { Keyed } from '../value/order.ts';
import { compare, sortKeyed } from '../value/order.ts';
import { arrayToSort, isLess, isNotLess } from './collections.ts';

/** Elements are compared by all outputs of the filter, in their order. */
function keyed(finish: (items: Keyed[], run: Run) => Json): Special {
  return (args, scope) => {
    const code = build(args[0] ?? IDENTITY, scope);
    const { direct } = code;
    const keyOf = direct ?? outputsOf(code, scope);
    return fromDirect((value, frame) => {
      const items: Keyed[] = [];
      for (const item of elements(value, frame.run)) {
        frame.run.step();
        items.push({ value: item, key: keyOf(item, frame) });
      }
      arrayToSort(value, frame.run);
      return finish(items, frame.run);
    });
  };
}

function groups(items: Keyed[], run: Run): Json[][] {
  const sorted = sortKeyed(items, run);
  const grouped: Json[][] = [];
  let previous: Keyed | null = null;
  for (const item of sorted) {
    if (previous !== null && compare(previous.key, item.key, run) === 0) grouped.at(-1)?.push(item.value);
    else grouped.push([item.value]);
    previous = item;
  }
  return grouped;
}

const extreme =
  (isBetter: (order: number) => boolean) =>
  (items: Keyed[], run: Run): Json => {
    const [first] = items;
    if (first === undefined) return null;
    let best = first;
    for (const item of items) if (isBetter(compare(item.key, best.key, run))) best = item;
    return best.value;
  };

export const KEYED_SPECIALS: readonly (readonly [string, Special])[] = [
  ['sort_by/1', keyed((items, run) => sortKeyed(items, run).map(({ value }) => value))],
  ['group_by/1', keyed(groups)],
  ['unique_by/1', keyed((items, run) => groups(items, run).map(([first = null]) => first))],
  ['min_by/1', keyed(extreme(isLess))],
  ['max_by/1', keyed(extreme(isNotLess))],
];
