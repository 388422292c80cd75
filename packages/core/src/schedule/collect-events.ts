import { isAnswered, match } from '../execution/event-match.ts';
import { envelopeOf } from '../execution/evolve-listen.ts';
import type { Json } from '../kernel/json.ts';
import type { EventStrategy } from '../program/task-node.ts';
import type { CloudEvent } from '../step/effect.ts';
import { eventsName, occurrenceOf } from './occurrence.ts';
import type { ScheduleTransition } from './schedule-transition.ts';
import { startOrHold } from './start-occurrence.ts';

/**
 * Takes a CloudEvent that the schedule waits for: with `one` and `any` it starts an execution, with `all` it is kept until
 * there is one for each filter. What flows into the execution is the list of its events.
 */
export function collect(tx: ScheduleTransition, event: CloudEvent, strategy: EventStrategy): void {
  const { events, met, keys } = tx.state.collected;
  if (events.some((known) => isSame(known, event))) return;
  const found = match(strategy, event, { input: null, scope: nothing, keys, met });
  if (found === null) return;
  const answered = found.filter === undefined ? met : [...met, found.filter];
  if (isAnswered(strategy, answered, events.length + 1)) startWith(tx, [...events, event]);
  else tx.emit({ kind: 'event.collected', event, ...found });
}

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
