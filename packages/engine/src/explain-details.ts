import type { FactStreams } from '@batonhq/core';
import { spendingOf } from './budget/read-budgets.ts';
import type { ExecutionDetails } from './engine.ts';
import { explainLocks } from './lock/explain-locks.ts';

/**
 * Adds what other streams know about an execution: who holds the locks that it waits for and how many tasks come first,
 * and what it spent.
 *
 * @example
 * const { waitingFor, spending } = await explainDetails(journal.streams, detailsOf(program, state, events));
 */
export async function explainDetails(streams: FactStreams, details: ExecutionDetails): Promise<ExecutionDetails> {
  const { view, waitingFor } = details;
  const isLocked = waitingFor.some(({ kind }) => kind === 'lock');
  return {
    ...details,
    ...(isLocked && { waitingFor: await explainLocks(streams, view, waitingFor) }),
    spending: await spendingOf(streams, view),
  };
}
