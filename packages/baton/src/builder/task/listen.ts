import type { Json, JsonObject } from '@batonhq/core';
import type { EventType, Matching } from '../define-event.ts';
import type { Condition } from '../expression/logic.ts';
import type { Ref } from '../expression/reference.ts';
import { toExpression } from '../expression/write.ts';
import { schemaDocument } from '../schema.ts';
import { inTask, seen, type Scope, type Sees } from '../scope.ts';
import type { Task } from './task.ts';

/** Events of a kind, all of them or those that match. */
export type Wanted<S extends Scope, Data> = EventType<Data> | Matching<S, Data>;

/** Which events to wait for. */
export type Waiting<S extends Scope, Data> =
  | { readonly one: Wanted<S, Data> }
  | { readonly all: readonly Wanted<S, Data>[] }
  | {
      readonly any: readonly Wanted<S, Data>[];
      /** Goes on until this holds over the events so far; without it the first event ends the wait. */
      readonly until?: (scope: Sees<S> & { readonly seen: Ref<readonly Data[]> }) => Condition;
    };

/**
 * `listen`: waits for events, or signals of the same name. Puts out the data of the events in the order they came,
 * checked by the schemas of their kinds (unless `output.as` makes something else of it).
 *
 * @example
 * .do('payment', listen({ one: matching(paid, ({ data, input }) => eq(data.order, input.order)) }))
 */
export function listen<S extends Scope, Data>(waiting: Waiting<S, Data>): Task<S, readonly Data[]> {
  const wanted = 'one' in waiting ? [waiting.one] : 'all' in waiting ? waiting.all : waiting.any;
  const schema = itemsSchema(wanted.map((one) => kindOf(one)));
  return {
    definition: {
      listen: { to: strategyOf(waiting) },
      ...(schema !== undefined && { output: { schema: { document: schema } } }),
    },
  };
}

function strategyOf<S extends Scope, Data>(waiting: Waiting<S, Data>): JsonObject {
  if ('one' in waiting) return { one: filterOf(waiting.one) };
  if ('all' in waiting) return { all: waiting.all.map((one) => filterOf(one)) };
  const { any, until } = waiting;
  const scope = seen<Sees<S> & { readonly seen: Ref<readonly Data[]> }>({ input: '$input', seen: '.' });
  return { any: any.map((one) => filterOf(one)), ...(until !== undefined && { until: toExpression(until(scope)) }) };
}

function filterOf<S extends Scope, Data>(wanted: Wanted<S, Data>): JsonObject {
  const { type } = kindOf(wanted);
  if (!('where' in wanted)) return { with: { type } };
  return { with: { type, data: toExpression(wanted.where(seen({ ...inTask, input: '$input', data: '.' }))) } };
}

function kindOf<S extends Scope, Data>(wanted: Wanted<S, Data>): EventType<Data> {
  return 'where' in wanted ? wanted.event : wanted;
}

function itemsSchema(kinds: readonly EventType<unknown>[]): JsonObject | undefined {
  const documents: Json[] = [];
  for (const { data } of kinds) {
    if (data === undefined) return undefined;
    documents.push(schemaDocument(data, 'input'));
  }
  const [first, second] = documents;
  if (first === undefined) return undefined;
  return { type: 'array', items: second === undefined ? first : { anyOf: documents } };
}
