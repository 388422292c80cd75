import { connectControl, EngineUnavailableError } from '@batonhq/engine';
import type { Commanding } from './doors.ts';

/** A way to the process that owns a folder. */
export interface OwnerConnection {
  readonly door: Commanding;
  close(): Promise<void>;
}

/** An owner that says nothing for so long stands still (a debugger, a stopped process). */
const patience = 3_000;

/** Finds the owner of a folder; null when nobody answers. */
export async function connectToOwner(dataDir: string): Promise<OwnerConnection | null> {
  const door = connectControl(dataDir);
  return (await answers(door)) ? { door, close: () => door.close() } : null;
}

async function answers(door: Commanding): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(resolve, patience, false);
  const asked = door.list({ limit: 1 }).then(() => true);
  try {
    return await Promise.race([asked, promise]);
  } catch (error) {
    if (error instanceof EngineUnavailableError) return false;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
