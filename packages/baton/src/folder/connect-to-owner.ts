import { connectControl, EngineUnavailableError } from '@batonhq/engine';
import type { Commanding } from './doors.ts';
import { OwnerSilentError } from './owner-silent-error.ts';

/** A way to the process that owns a folder. */
export interface OwnerConnection {
  readonly door: Commanding;
  close(): Promise<void>;
}

/** An owner that says nothing for so long stands still (a debugger, a stopped process). */
const patience = 3_000;

/**
 * Finds the owner of a folder; null when nobody is there.
 *
 * @throws {OwnerSilentError} when somebody is, and does not answer.
 */
export async function connectToOwner(dataDir: string): Promise<OwnerConnection | null> {
  const door = connectControl(dataDir);
  return (await answers(door, dataDir)) ? { door, close: () => door.close() } : null;
}

/** The owner of a folder, or null when nobody answers for whatever reason. */
export async function connectIfAnswered(dataDir: string): Promise<OwnerConnection | null> {
  try {
    return await connectToOwner(dataDir);
  } catch (error) {
    if (error instanceof OwnerSilentError) return null;
    throw error;
  }
}

async function answers(door: Commanding, dataDir: string): Promise<boolean> {
  const { promise: silence, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new OwnerSilentError(dataDir)), patience);
  try {
    await Promise.race([door.list({ limit: 1 }), silence]);
    return true;
  } catch (error) {
    if (error instanceof EngineUnavailableError) return false;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
