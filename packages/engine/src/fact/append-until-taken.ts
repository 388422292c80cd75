import { JournalFailedError, StaleCommitError, type FactCommit, type FactStreams } from '@batonhq/core';
import type { Clock } from '../time/clock.ts';

/** What appending to streams of facts needs. */
export interface AppendHost {
  readonly streams: FactStreams;
  readonly clock: Clock;
}

/** Milliseconds until what the journal could not take is tried again. */
const retryAfter = 1_000;

/**
 * Appends facts to their stream. What the journal refuses without harm (a full disk) is tried again until it is taken, or
 * until nobody waits for it any more.
 */
export async function appendUntilTaken(
  { streams, clock }: AppendHost,
  commit: FactCommit,
  isStopped: () => boolean = () => false,
): Promise<void> {
  for (;;) {
    try {
      await streams.append(commit);
      return;
    } catch (error) {
      if (isStopped() || error instanceof JournalFailedError || error instanceof StaleCommitError) throw error;
      await new Promise<void>((resolve) => clock.setTimer(retryAfter, resolve));
    }
  }
}
