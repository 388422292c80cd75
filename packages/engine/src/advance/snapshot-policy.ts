import { walkFrames, type ExecutionState, type Recorded } from '@batonhq/core';
import { sizeOf } from '../payload.ts';

/** Events after which a snapshot is worth having. */
const eventsBetween = 64;

/** Bytes (about) of events after which a snapshot is worth having, however few they are. */
const bytesBetween = 64 * 1024;

/** Events there must be for each part that a snapshot would have. */
const eventsPerPart = 2;

/**
 * When to keep a snapshot: after 64 events or 64 KB of them, but not more often than the execution is wide.
 *
 * A snapshot of an execution with a thousand open branches costs a thousand times one of a sequence, so there must be
 * as many more events between two of them: the cost per event stays the same.
 */
export class SnapshotPolicy {
  #events: number;
  #bytes = 0;
  /** Events that must have passed before it is worth counting the parts again. */
  #least = eventsBetween;

  /** `events` is how many there are since the last snapshot. */
  constructor(events: number) {
    this.#events = events;
  }

  /** Counts new events; true when the state after them is to be kept. */
  wants(state: ExecutionState, events: readonly Recorded[]): boolean {
    this.#events += events.length;
    for (const { event } of events) if (this.#bytes < bytesBetween) this.#bytes += sizeOf(event, bytesBetween);
    const isDue = this.#events >= this.#least || (this.#bytes >= bytesBetween && this.#least === eventsBetween);
    if (!isDue || state.endedAt !== null) return false;
    const parts = partsOf(state);
    if (this.#events < eventsPerPart * parts && parts > 1) {
      this.#least = Math.max(eventsBetween, eventsPerPart * parts);
      return false;
    }
    this.#events = 0;
    this.#bytes = 0;
    this.#least = eventsBetween;
    return true;
  }
}

/** How many parts a snapshot of this state has. */
function partsOf(state: ExecutionState): number {
  let parts = state.inbox.length + state.compensables.length;
  walkFrames(state, () => {
    parts += 1;
  });
  return parts;
}
