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

/** Events of a kind whose data fulfil a condition. */
export interface Matching<S extends Scope, Data> {
  readonly event: EventType<Data>;
  readonly where: (scope: SeesEvent<S, Data>) => Condition;
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
