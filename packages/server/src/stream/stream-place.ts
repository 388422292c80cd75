import type { Journal } from '@batonhq/core';
import { ExecutionDroppedError } from '@batonhq/engine';

/** Where a stream goes on for a reader, and whether it has to forget what it has. */
export interface StreamPlace {
  /** The last event that the reader has, as far as there is such an event. */
  readonly seq: number;
  /** Why the reader's place is none any more; null when it is. */
  readonly reset: 'dropped' | 'unknown' | null;
}

/**
 * Finds the place of a reader in the events of an execution. Of an execution that was dropped there is nothing to tell any
 * more: whoever had begun to read is told so (`dropped`). A place behind the last event was never given out by this
 * journal (`unknown`): the folder was restored from a backup, say.
 *
 * @throws {ExecutionDroppedError} when somebody begins to read an execution that was dropped.
 */
export async function placeIn(journal: Pick<Journal, 'read'>, execution: string, seq: number): Promise<StreamPlace> {
  try {
    const [there] = await journal.read(execution, { seq: Math.max(0, seq - 1), limit: 1 });
    return seq === 0 || there !== undefined ? { seq, reset: null } : { seq: 0, reset: 'unknown' };
  } catch (error) {
    if (seq > 0 && error instanceof ExecutionDroppedError) return { seq: 0, reset: 'dropped' };
    throw error;
  }
}
