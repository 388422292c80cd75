import { walkFrames, type ExecutionState, type Recorded } from '@batonhq/core';
import { sizeOf } from '../payload.ts';

/** Events after which a snapshot is worth having. */
const eventsBetween = 64;

/** Bytes (about) of events after which a snapshot is worth having, however few they are. */
const bytesBetween = 64 * 1024;

/**
 * When to keep a snapshot: after 64 events or 64 KB of them, but never more often than the execution is wide.
 *
 * A snapshot of an execution with a thousand open branches costs a thousand times one of a sequence, so there must be
 * as many events between two of them as the last one had open frames: the cost per event stays the same.
 */
export class SnapshotPolicy {
  #events: number;
  #bytes = 0;
  #width: number;

  /** `events` is how many there are since the last snapshot, `width` how many frames that one had. */
  constructor(events: number, width: number) {
    this.#events = events;
    this.#width = width;
  }

  /** Counts new events; true when the state after them is to be kept. */
  wants(state: ExecutionState, events: readonly Recorded[]): boolean {
    this.#events += events.length;
    for (const { event } of events) if (this.#bytes < bytesBetween) this.#bytes += sizeOf(event, bytesBetween);
    const enough = this.#events >= eventsBetween || this.#bytes >= bytesBetween;
    if (!enough || this.#events < this.#width || state.endedAt !== null) return false;
    this.#events = 0;
    this.#bytes = 0;
    this.#width = widthOf(state);
    return true;
  }
}

/** How many parts a snapshot of this state has. */
export function widthOf(state: ExecutionState): number {
  let width = state.inbox.length + state.compensables.length;
  walkFrames(state, (frame) => {
    width += frame.kind === 'fork' ? frame.branches.length : 1;
  });
  return width;
}
