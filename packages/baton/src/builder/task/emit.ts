import type { EventType } from '../define-event.ts';
import type { Value } from '../expression/value.ts';
import { toTemplate } from '../expression/write.ts';
import { inTask, seen, type Scope, type Sees } from '../scope.ts';
import type { Passing } from './task.ts';

/**
 * `emit`: publishes an event. What flows in flows on.
 *
 * @example .do('tell', emit(paid, ({ input }) => ({ order: input.id })))
 */
export function emit<S extends Scope, Data>(
  { type, source }: EventType<Data>,
  data: (scope: Sees<S>) => Value<Data>,
  attributes: { readonly id?: Value<string>; readonly subject?: Value<string> } = {},
): Passing<S> {
  const content = data(seen<Sees<S>>(inTask));
  return { definition: { emit: { event: { with: toTemplate({ type, source, ...attributes, data: content }) } } } };
}
