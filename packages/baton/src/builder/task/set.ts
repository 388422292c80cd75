import { toMapOrExpression } from '../expression/write.ts';
import type { Computed } from '../expression/value.ts';
import { inTask, seen, type Scope, type Sees } from '../scope.ts';
import type { Task } from './task.ts';

/**
 * `set`: what flows on is this value.
 *
 * @example
 * .do('total', set(({ input }) => ({ ...input, total: jq<number>`${input.price} * ${input.amount}` })))
 */
export function set<S extends Scope, V>(select: (scope: Sees<S>) => V): Task<S, Computed<V>> {
  return { definition: { set: toMapOrExpression(select(seen<Sees<S>>(inTask))) } };
}
