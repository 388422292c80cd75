import { isAnswered, match, type Match } from '../execution/event-match.ts';
import { envelopeOf } from '../execution/evolve-listen.ts';
import { FaultError } from '../kernel/fault.ts';
import type { Json } from '../kernel/json.ts';
import type { EventStrategy, Waiting } from '../program/task-node.ts';
import type { CloudEvent } from '../step/effect.ts';
import { eventsName, occurrenceOf } from './occurrence.ts';
import type { CollectedEvents } from './schedule-state.ts';
import type { ScheduleTransition } from './schedule-transition.ts';
import { startOrHold } from './start-occurrence.ts';

/** So many events start an execution, whatever they still wait for: the state of a schedule is kept with every one of them. */
const mostCollected = 1_000;

/**
 * Takes a CloudEvent that the schedule waits for: with `one` and `any` it starts an execution, with `all` it is kept until
 * there is one for each filter, with `until` until that holds. What flows into the execution is the list of its events.
 */
export function collect(tx: ScheduleTransition, event: CloudEvent, waiting: Waiting): void {
  const { collected } = tx.state;
  if (collected.events.some((known) => isSame(known, event)) || hearsTheEnd(tx, event, waiting)) return;
  const found = fits(waiting, event, collected);
  if (found === null) return;
  const events = [...collected.events, event];
  if (isEnough(waiting, withFilter(collected.met, found), events)) startWith(tx, events);
  else tx.emit({ kind: 'event.collected', event, ...found });
}

/** Takes an event that ends the collecting; before anything was collected there is nothing to end. */
function hearsTheEnd(tx: ScheduleTransition, event: CloudEvent, { until }: Waiting): boolean {
  const { collected } = tx.state;
  if (until?.kind !== 'events' || collected.events.length === 0) return false;
  const found = fits(until, event, { ...collected, met: collected.untilMet });
  if (found === null) return false;
  if (isAnswered(until, withFilter(collected.untilMet, found), 1)) startWith(tx, collected.events);
  else tx.emit({ kind: 'event.collected', event, ...found, until: true });
  return true;
}

function fits(
  strategy: EventStrategy,
  event: CloudEvent,
  { met, keys }: Omit<CollectedEvents, 'events'>,
): Match | null {
  return match(strategy, event, { input: null, scope: nothing, keys, met });
}

function withFilter(met: readonly number[], { filter }: Match): readonly number[] {
  return filter === undefined ? met : [...met, filter];
}

function isEnough(waiting: Waiting, met: readonly number[], events: readonly CloudEvent[]): boolean {
  const { until } = waiting;
  if (until === undefined) return isAnswered(waiting, met, events.length);
  if (events.length >= mostCollected) return true;
  return until.kind === 'expression' && holds(until, events);
}

/** An expression that cannot cope with the events does not hold: there is no execution yet that could fault. */
function holds({ holds: condition }: Until & { readonly kind: 'expression' }, events: readonly CloudEvent[]): boolean {
  try {
    return condition.evaluate(events.map(envelopeOf), nothing) === true;
  } catch (error) {
    if (error instanceof FaultError) return false;
    throw error;
  }
}

type Until = NonNullable<Waiting['until']>;

function startWith(tx: ScheduleTransition, events: readonly CloudEvent[]): void {
  const occurrence = occurrenceOf(tx.state, eventsName(events), { cause: 'event', instant: tx.now });
  if (tx.state.open.some(({ key }) => key === occurrence.key) || tx.state.held?.key === occurrence.key) return;
  startOrHold(tx, occurrence, () => events.map((event) => envelopeOf(event)));
}

/** There is no execution yet that a variable could be about. */
const nothing = (): Json => null;

function isSame(left: CloudEvent, right: CloudEvent): boolean {
  return left.source === right.source && left.id === right.id;
}
