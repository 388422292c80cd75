import type { Json, JsonObject } from '@batonhq/core';
import { BuilderError } from './builder-error.ts';
import { kindOf, type Wanted } from './define-event.ts';
import type { Condition } from './expression/logic.ts';
import type { Ref } from './expression/reference.ts';
import { toExpression } from './expression/write.ts';
import { schemaDocument } from './schema.ts';
import { inTask, seen, type Scope, type Sees } from './scope.ts';

/** What of an event is read: its data, the whole event, or its data as text. */
export type Reading = 'data' | 'envelope' | 'raw';

/** A whole event. */
export interface Envelope<Data> {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time?: string;
  readonly subject?: string;
  readonly datacontenttype?: string;
  readonly dataschema?: string;
  readonly data: Data;
}

/** What is read of an event with such data. */
export type ReadAs<R extends Reading, Data> = R extends 'raw'
  ? string
  : R extends 'envelope'
    ? Data extends unknown
      ? Envelope<Data>
      : never
    : Data;

/** Events of one kind, of each of some kinds, or of any of them. `Many` has the data of each kind in the list. */
export type Strategy<S extends Scope, One, Many extends readonly unknown[]> =
  | { readonly one: Wanted<S, One> }
  | { readonly all: { readonly [Index in keyof Many]: Wanted<S, Many[Index]> } }
  | { readonly any: { readonly [Index in keyof Many]: Wanted<S, Many[Index]> } };

/** What `until` looks at: what there is so far, and what the task sees. */
export type SeesSoFar<S extends Scope, Item> = Sees<S> & { readonly seen: Ref<readonly Item[]> };

/** Which events to wait for, and what to read of them. */
export type Waiting<S extends Scope, One, Many extends readonly unknown[], R extends Reading> = Strategy<
  S,
  One,
  Many
> & {
  /** `data` by default. */
  readonly read?: R;
};

/** Until when to wait. `Item` is what there is one more of with every event. */
export interface Until<S extends Scope, Item, One, Many extends readonly unknown[]> {
  /**
   * With `any`: goes on until this holds over what there is so far, until other events have come (no part of what the task
   * puts out), or `'never'`: until the task is left or out of time. Without it the first event ends the wait.
   */
  readonly until?: ((scope: SeesSoFar<S, Item>) => Condition) | Strategy<S, One, Many> | 'never';
}

type AnyWanted = Wanted<Scope, never>;
type AnyStrategy = Strategy<Scope, never, readonly never[]>;

/** Which events to wait for, whatever their types. */
export type AnyWaiting = AnyStrategy & {
  readonly until?: ((scope: SeesSoFar<Scope, never>) => Condition) | AnyStrategy | 'never';
  readonly read?: Reading;
};

/** The same without the types that only the compiler knows. */
export function anyWaiting(waiting: object): AnyWaiting {
  if (isWaiting(waiting)) return waiting;
  throw new BuilderError('listen needs to know the events: { one: event }, { all: [events] } or { any: [events] }');
}

function isWaiting(waiting: object): waiting is AnyWaiting {
  return 'one' in waiting || 'all' in waiting || 'any' in waiting;
}

/** `to` and `read` as a definition has them. */
export function listenOf(waiting: AnyWaiting): JsonObject {
  const { until, read } = waiting;
  const to = { ...strategyOf(waiting), ...(until !== undefined && { until: untilOf(until) }) };
  return { to, ...(read !== undefined && { read }) };
}

function untilOf(until: NonNullable<AnyWaiting['until']>): Json {
  if (until === 'never') return '${ false }';
  if (typeof until !== 'function') return strategyOf(until);
  return toExpression(until(seen<SeesSoFar<Scope, never>>({ input: '$input', seen: '.' })));
}

function strategyOf(strategy: AnyStrategy): JsonObject {
  if ('one' in strategy) return { one: filterOf(strategy.one) };
  const filters = wantedBy(strategy).map(filterOf);
  return 'all' in strategy ? { all: filters } : { any: filters };
}

function wantedBy(strategy: AnyStrategy): readonly AnyWanted[] {
  if ('one' in strategy) return [strategy.one];
  return 'all' in strategy ? strategy.all : strategy.any;
}

function filterOf(wanted: AnyWanted): JsonObject {
  const { type } = kindOf(wanted);
  if (!('event' in wanted)) return { with: { type } };
  const { where, correlate } = wanted;
  const data = where && { data: toExpression(where(seen({ ...inTask, input: '$input', data: '.' }))) };
  return { with: { type, ...data }, ...(correlate !== undefined && { correlate: correlationsOf(correlate) }) };
}

function correlationsOf(
  correlate: NonNullable<Exclude<AnyWanted, { readonly type: string }>['correlate']>,
): JsonObject {
  const written = Object.entries(correlate).map(([key, { from, expect }]) => [
    key,
    {
      from: toExpression(from(seen({ data: '.data' }))),
      ...(expect !== undefined && { expect: toExpression(expect(seen(inTask))) }),
    },
  ]);
  return Object.fromEntries(written);
}

/** What each event is to look like when it is read, as the kinds say; undefined when they do not say. */
export function itemSchema(waiting: AnyWaiting): JsonObject | undefined {
  const documents: JsonObject[] = [];
  for (const { type, data } of wantedBy(waiting).map(kindOf)) {
    if (data === undefined || waiting.read === 'raw') return undefined;
    const document = schemaDocument(data, 'input');
    documents.push(waiting.read === 'envelope' ? envelopeSchema(type, document) : document);
  }
  const [first, second] = documents;
  return second === undefined ? first : { anyOf: documents };
}

function envelopeSchema(type: string, data: JsonObject): JsonObject {
  return { type: 'object', properties: { type: { const: type }, data }, required: ['type', 'data'] };
}
