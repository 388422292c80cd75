import type { JsonObject } from '@batonhq/core';
import type { TypedFunction } from '../define-function.ts';
import type { Value } from '../expression/value.ts';
import { toMapOrExpression } from '../expression/write.ts';
import { inTask, seen, type Scope, type Sees } from '../scope.ts';
import type { Task } from './task.ts';

/**
 * `call` of a function by its name: `name`, `name:1.2.0`, `name:1.2.0@catalog`, or one of `use.functions`. Say what it
 * puts out with `output.schema`.
 */
export function call<S extends Scope>(callee: string, given?: (scope: Sees<S>) => unknown): Task<S, unknown>;
/**
 * `call` of a function that was made with `defineFunction`. Without `given`, what flows in is its input.
 *
 * @example
 * .do('quote', call(quote, ({ input }) => ({ sku: input.sku, amount: 1 })))
 */
export function call<In, Out>(callee: TypedFunction<In, Out>): Task<Taking<In>, Out>;
export function call<In, Out, S extends Scope>(
  callee: TypedFunction<In, Out>,
  given: (scope: Sees<S>) => Value<In>,
): Task<S, Out>;
export function call(
  callee: string | TypedFunction<never, unknown>,
  given?: (scope: Sees<Scope>) => unknown,
): Task<Scope, unknown> {
  const name = typeof callee === 'string' ? callee : `${callee.name}:${callee.version}@default`;
  return { definition: { call: name, ...(given !== undefined && argumentsOf(given(seen(inTask)))) } };
}

/** `with` holds a map; anything else becomes the input of the task, which is what a call without `with` gives. */
function argumentsOf(value: unknown): JsonObject {
  const written = toMapOrExpression(value);
  return typeof written === 'string' ? { input: { from: written } } : { with: written };
}

/** Anywhere where this flows in. */
interface Taking<In> extends Scope {
  readonly input: In;
}
