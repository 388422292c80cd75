import { connectToOwner } from './connect-to-owner.ts';
import type { Commanding, Opened } from './doors.ts';
import { NobodyServesError } from './nobody-serves-error.ts';

/** Finds the process that owns a folder. Throws {@link NobodyServesError} when there is none. */
export async function openToCommand(dataDir: string): Promise<Opened<Commanding>> {
  const connection = await connectToOwner(dataDir);
  if (connection === null) throw new NobodyServesError(dataDir);
  return { role: 'client', ...connection };
}
