import { EngineClosedError, EngineUnavailableError, type ExecutionDetails } from '@batonhq/engine';
import type { Opened, Reading } from './doors.ts';
import { openJournalToRead } from './open-to-read.ts';

/** How an execution stands, from the owner, or from the journal when the owner has just left. */
export async function readDetails(dataDir: string, opened: Opened<Reading>, id: string): Promise<ExecutionDetails> {
  try {
    return await opened.door.details(id);
  } catch (error) {
    if (!(error instanceof EngineUnavailableError || error instanceof EngineClosedError)) throw error;
    const journal = openJournalToRead(dataDir);
    try {
      return await journal.door.details(id);
    } finally {
      await journal.close();
    }
  }
}
