import { sha256 } from '../kernel/sha256.ts';
import type { CloudEvent } from '../step/effect.ts';
import type { Occurrence, OccurrenceCause } from './schedule-event.ts';
import type { ScheduleState } from './schedule-state.ts';

/** Hexadecimal digits of an execution's id: 128 bits. */
const idLength = 32;

/**
 * The occurrence of a schedule at an instant. Schedule and instant are its key; where the clock was set back, or a new
 * version began, the same instant can rightly come again, so that is in the key too.
 */
export function occurrenceAt(
  { id, generation }: Pick<ScheduleState, 'id' | 'generation'>,
  { cause, instant }: Pick<Occurrence, 'cause' | 'instant'>,
): Occurrence {
  const again = generation === 1 ? '' : `#${generation}`;
  return occurrence(id, `${cause}@${new Date(instant).toISOString()}${again}`, { cause, instant });
}

/** The occurrence that something distinct brought: the request of a person, the ids of events. */
export function occurrenceOf(
  { id }: { readonly id: string },
  distinct: string,
  { cause, instant }: Pick<Occurrence, 'cause' | 'instant'>,
): Occurrence {
  return occurrence(id, `${cause}@${distinct}`, { cause, instant });
}

/** So many CloudEvents are named one by one; more of them by a hash, because the name is in every fact about them. */
const mostNamed = 16;

/** What tells a list of CloudEvents from every other. */
export function eventsName(events: readonly CloudEvent[]): string {
  const names = events.map(({ source, id }) => JSON.stringify([source, id])).join();
  return events.length <= mostNamed ? names : `${events.length} events ${sha256(names)}`;
}

/** The idempotency key of the execution of an occurrence. */
export function occurrenceKey(schedule: string, key: string): string {
  return `schedule/${schedule} ${key}`;
}

function occurrence(
  schedule: string,
  key: string,
  { cause, instant }: { readonly cause: OccurrenceCause; readonly instant: number },
): Occurrence {
  return { key, cause, instant, execution: sha256(occurrenceKey(schedule, key)).slice(0, idLength) };
}
