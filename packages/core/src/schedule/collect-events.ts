import type { Json } from '../kernel/json.ts';
import type { CloudEvent } from '../step/effect.ts';
import { occurrenceOf } from './occurrence.ts';
import type { ScheduleTransition } from './schedule-transition.ts';
import type { ScheduleTrigger } from './schedule-trigger.ts';
import { startOrHold } from './start-occurrence.ts';

/**
 * Takes a CloudEvent that answers filters of the schedule: with `one` and `any` it starts an execution, with `all` it is
 * kept until there is one for each filter. What flows into the execution is the list of its events.
 */
export function collect(
  tx: ScheduleTransition,
  { event, filters }: ScheduleTrigger & { readonly kind: 'event' },
  { mode, count }: { readonly mode: 'one' | 'any' | 'all'; readonly count: number },
): void {
  if (mode !== 'all') {
    startWith(tx, [event]);
    return;
  }
  const { collected } = tx.state;
  if (collected.some((known) => isSame(known.event, event))) return;
  const open = filters.find((filter) => collected.every((known) => known.filter !== filter));
  if (open === undefined) return;
  if (collected.length + 1 < count) tx.emit({ kind: 'event.collected', filter: open, event });
  else startWith(tx, [...collected.map((known) => known.event), event]);
}

function startWith(tx: ScheduleTransition, events: readonly CloudEvent[]): void {
  const distinct = events.map(({ source, id }) => JSON.stringify([source, id])).join();
  const occurrence = occurrenceOf(tx.state, distinct, { cause: 'event', instant: tx.now });
  if (tx.state.open.some(({ key }) => key === occurrence.key) || tx.state.held?.key === occurrence.key) return;
  startOrHold(tx, occurrence, () => events.map(envelope));
}

function isSame(left: CloudEvent, right: CloudEvent): boolean {
  return left.source === right.source && left.id === right.id;
}

function envelope(event: CloudEvent): Json {
  return Object.fromEntries(Object.entries(event).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
