import type { FactStreams, WaitingFor } from '@batonhq/core';
import type { ExecutionDetails } from '../engine.ts';
import { storedLock } from './stored-locks.ts';

/**
 * Adds to the locks that an execution waits for who holds them and how many tasks come first.
 *
 * @example
 * const { waitingFor } = await explainDetails(journal.streams, detailsOf(program, state, events));
 */
export async function explainDetails(streams: FactStreams, details: ExecutionDetails): Promise<ExecutionDetails> {
  if (!details.waitingFor.some(({ kind }) => kind === 'lock')) return details;
  return { ...details, waitingFor: await explainLocks(streams, details.view, details.waitingFor) };
}

async function explainLocks(
  streams: FactStreams,
  { id, tenant }: { readonly id: string; readonly tenant: string },
  waiting: readonly WaitingFor[],
): Promise<readonly WaitingFor[]> {
  return Promise.all(
    waiting.map(async (entry): Promise<WaitingFor> => {
      if (entry.kind !== 'lock') return entry;
      const { holder, waiting: queue } = await storedLock(streams, tenant, entry.key);
      const ahead = queue.findIndex(({ execution, task }) => execution === id && task === entry.task);
      if (holder === null || ahead < 0) return entry;
      const { execution, task, since } = holder;
      return { ...entry, holder: { execution, task, since }, ahead };
    }),
  );
}
