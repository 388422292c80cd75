import { nobodyAnswers } from './check-folder.ts';
import { connectToOwner } from './connect-to-owner.ts';
import type { Commanding, Opened } from './doors.ts';

/**
 * Finds the process that owns a folder. Throws `NobodyServesError` when there is none, and `OwnerOfOthersError` when this
 * user may not talk to it.
 */
export async function openToCommand(dataDir: string): Promise<Opened<Commanding>> {
  const connection = await connectToOwner(dataDir);
  if (connection === null) throw nobodyAnswers(dataDir);
  return { role: 'client', ...connection };
}
