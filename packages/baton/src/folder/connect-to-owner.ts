import type { Commanding } from './doors.ts';

/** A way to the process that owns a folder. */
export interface OwnerConnection {
  readonly door: Commanding;
  close(): Promise<void>;
}

/** Finds the owner of a folder; null when nobody answers. */
export async function connectToOwner(_dataDir: string): Promise<OwnerConnection | null> {
  return null;
}
