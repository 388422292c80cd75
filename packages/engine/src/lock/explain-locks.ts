import type { FactStreams, WaitingFor } from '@batonhq/core';
import { storedLock } from './stored-locks.ts';

/** Says of the locks that an execution waits for who holds them and how many tasks come first. */
export async function explainLocks(
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
