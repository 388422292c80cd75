import {
  contextReading,
  JournalMissingError,
  messageReading,
  openSqliteJournal,
  type MessageDoor,
  type SharedContextReading,
} from '@batonhq/engine';
import { clientTogether, type SystemContext, type SystemMessages } from '../system/system-together.ts';
import { checkFolder, nobodyAnswers } from './check-folder.ts';
import { connectToOwner } from './connect-to-owner.ts';

/** What a folder shares, to read. */
export interface SharedReading {
  readonly values: SharedContextReading;
  readonly messagesOf: MessageDoor['list'];
}

const noStreams = { facts: () => Promise.resolve([]), standing: () => Promise.resolve([]) };

/** Reads what a folder shares out of its journal, whoever owns it. A folder without a journal shares nothing. */
export async function openSharedToRead<T>(dataDir: string, read: (shared: SharedReading) => Promise<T>): Promise<T> {
  try {
    const journal = openSqliteJournal({ directory: dataDir, readOnly: true });
    try {
      return await read({ values: contextReading(journal.streams), messagesOf: messageReading(journal.streams) });
    } finally {
      await journal.close();
    }
  } catch (error) {
    if (!(error instanceof JournalMissingError)) throw error;
    checkFolder(dataDir);
    return read({ values: contextReading(noStreams), messagesOf: messageReading(noStreams) });
  }
}

/** What a folder shares, of the process that owns it. Throws `NobodyServesError` when there is none. */
export async function openShared(
  dataDir: string,
): Promise<{ readonly sharedContext: SystemContext; readonly messages: SystemMessages }> {
  const connection = await connectToOwner(dataDir);
  if (connection === null) throw nobodyAnswers(dataDir);
  await connection.close();
  return clientTogether(dataDir);
}
