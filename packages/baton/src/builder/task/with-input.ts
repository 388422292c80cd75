import { isJsonObject, type JsonObject } from '@batonhq/core';
import type { Given } from '../course.ts';
import { bare } from '../with-options.ts';
import { reference, type Ref } from '../expression/reference.ts';
import type { Computed } from '../expression/value.ts';
import { toExpression, toMapOrExpression } from '../expression/write.ts';
import { inTask, seen, type Scope, type Sees } from '../scope.ts';
import type { Leave, Task, Unchanged } from './task.ts';

/**
 * `input.from`: what the task inside sees as its input.
 *
 * @example
 * .do('ship', withInput(({ input }) => input.order, (order) => call(ship, () => ({ to: order.address }))))
 */
export function withInput<S extends Scope, V, Out, Context, L extends Leave>(
  select: (scope: Sees<S>) => V,
  inside: (input: Ref<Computed<V>>) => Task<Given<S, Computed<V>>, Out, Context, L>,
): Task<S, [Out] extends [Unchanged] ? Computed<V> : Out, Context, L> {
  const { definition } = inside(reference({ jq: '.', isTerm: true }));
  const value = select(seen<Sees<S>>(inTask));
  return { definition: { ...definition, input: { ...inputOf(definition), from: fromOf(definition, value) } } };
}

function inputOf({ input }: JsonObject): JsonObject {
  return isJsonObject(input) ? input : {};
}

/** What the task inside makes of its input comes after. */
function fromOf(definition: JsonObject, value: unknown): string | JsonObject {
  const inner = inputOf(definition)['from'];
  if (typeof inner !== 'string') return toMapOrExpression(value);
  return `\${ ${bare(toExpression(value))} | ${bare(inner)} }`;
}
