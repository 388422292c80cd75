import type { Expression } from './expression/expression.ts';
import type { Condition } from './expression/logic.ts';
import type { Sees, Scope } from './scope.ts';
import type { Ref } from './expression/reference.ts';
import type { Schema } from './schema.ts';

/** A kind of CloudEvent, with the type of its data. */
export interface EventType<Data> {
  readonly type: string;
  /** Who emits it, a URI. */
  readonly source: string;
  readonly data?: Schema<Data>;
}

/**
 * Defines an event once: `emit` says what to put into it, `listen` what comes out of it. A signal to an execution is an
 * event whose type is the name of the signal.
 *
 * @example
 * const paid = defineEvent({ type: 'shop.paid', source: 'https://shop.example', data: z.object({ order: z.string() }) });
 */
export function defineEvent<Data = unknown>(event: EventType<Data>): EventType<Data> {
  return event;
}

/** What a condition on an event sees: its data, and what the task sees. */
export type SeesEvent<S extends Scope, Data> = Sees<S> & { readonly data: Ref<Data> };

/** Events of a kind, those whose data fulfil a condition and that belong together. */
export interface Matching<S extends Scope, Data> {
  readonly event: EventType<Data>;
  readonly where?: (scope: SeesEvent<S, Data>) => Condition;
  readonly correlate?: Readonly<Record<string, AnyCorrelation<S, Data>>>;
}

/** Events of a kind, all of them or those that match. */
export type Wanted<S extends Scope, Data> = EventType<Data> | Matching<S, Data>;

/** One thing that events have in common. */
export interface Correlation<S extends Scope, Data, Value> {
  /** What it is in an event, of its data. */
  readonly from: (scope: { readonly data: Ref<Data> }) => Expression<Value>;
  /** What it has to be; without it the first event says what it is in all others that the task takes. */
  readonly expect?: (scope: Sees<S>) => Expression<NoInfer<Value>>;
}

interface AnyCorrelation<S extends Scope, Data> {
  readonly from: (scope: { readonly data: Ref<Data> }) => Expression<unknown>;
  readonly expect?: (scope: Sees<S>) => Expression<unknown>;
}

/**
 * Only the events of a kind for which a condition holds.
 *
 * @example listen({ one: matching(paid, ({ data, input }) => eq(data.order, input.order)) })
 */
export function matching<S extends Scope, Data>(
  event: EventType<Data>,
  where: (scope: SeesEvent<S, Data>) => Condition,
): Matching<S, Data> {
  return { event, where };
}

/**
 * Only events that belong together: those that have under each key what is expected there, or what the first event of
 * the task had under the same key. An event that has nothing under a key (or `null`) is passed over.
 *
 * @example
 * listen({ all: [
 *   correlating(paid, { order: { from: ({ data }) => data.order } }),
 *   correlating(packed, { order: { from: ({ data }) => data.order } }),
 * ] })
 */
export function correlating<S extends Scope, Data, Values extends object>(
  wanted: Wanted<S, Data>,
  keys: { readonly [Key in keyof Values]: Correlation<S, Data, Values[Key]> },
): Matching<S, Data>;
export function correlating<S extends Scope, Data>(
  wanted: Wanted<S, Data>,
  keys: Readonly<Record<string, AnyCorrelation<S, Data>>>,
): Matching<S, Data> {
  const before: Matching<S, Data> = 'event' in wanted ? wanted : { event: wanted };
  return { ...before, correlate: { ...before.correlate, ...keys } };
}

/** The kind of the events that are wanted. */
export function kindOf<S extends Scope, Data>(wanted: Wanted<S, Data>): EventType<Data> {
  return 'event' in wanted ? wanted.event : wanted;
}
