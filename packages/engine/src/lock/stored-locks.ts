import { foldLock, freeLock, lockFromJson, lockOf, lockStream, type FactStreams, type LockState } from '@batonhq/core';

/** A lock as the journal has it. */
export interface StoredLock {
  readonly tenant: string;
  readonly key: string;
  readonly state: LockState;
}

/** All locks that anybody ever asked for. */
export async function allLocks(streams: FactStreams): Promise<readonly StoredLock[]> {
  return locksBelow(streams, 'tenant/');
}

/** One lock. */
export async function storedLock(streams: FactStreams, tenant: string, key: string): Promise<LockState> {
  const found = await locksBelow(streams, lockStream(tenant, key));
  return found.find((lock) => lock.key === key)?.state ?? freeLock;
}

async function locksBelow(streams: FactStreams, prefix: string): Promise<readonly StoredLock[]> {
  const locks: StoredLock[] = [];
  for (const { stream, state } of await streams.standing(prefix)) {
    const named = lockOf(stream);
    if (named === null) continue;
    const kept = state === null ? null : lockFromJson(state);
    locks.push({ ...named, state: kept ?? foldLock(await streams.facts(stream, { seq: 0 })) });
  }
  return locks;
}
