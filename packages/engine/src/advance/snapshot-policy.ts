import type { ExecutionState, Recorded } from '@batonhq/core';
import { sizeOf } from '../payload.ts';

/** Events after which a snapshot is worth having. */
const eventsBetween = 64;

/** Bytes (about) of events after which a snapshot is worth having, however few they are. */
const bytesBetween = 64 * 1024;

/** Bytes of one event that are counted at most: more of them change nothing. */
const counted = 1024 * 1024;

/** Bytes of an event that nobody counted. */
const typicalEvent = 100;

/**
 * When to keep a snapshot: after 64 events or 64 KB of them, but never one that is larger than the events it saves
 * reading.
 *
 * So keeping snapshots at most doubles what is written, however wide an execution is, and the cost per event stays the
 * same however long it is. Whether the state is too large is looked at again only when there is twice as much to save,
 * so that looking costs no more than writing.
 */
export class SnapshotPolicy {
  #events: number;
  #bytes: number;
  /** Bytes of events before which the state need not be looked at again. */
  #lookAgain = 0;

  /** `events` is how many there are since the last snapshot. */
  constructor(events: number) {
    this.#events = events;
    this.#bytes = events * typicalEvent;
  }

  /** Counts new events; true when the state after them is to be kept. */
  wants(state: ExecutionState, events: readonly Recorded[]): boolean {
    this.#events += events.length;
    for (const { event } of events) this.#bytes += sizeOf(event, counted);
    const isDue = this.#events >= eventsBetween || this.#bytes >= bytesBetween;
    if (!isDue || this.#bytes < this.#lookAgain || state.endedAt !== null) return false;
    if (sizeOf(state, this.#bytes) > this.#bytes) {
      this.#lookAgain = 2 * this.#bytes;
      return false;
    }
    this.#events = 0;
    this.#bytes = 0;
    this.#lookAgain = 0;
    return true;
  }
}
