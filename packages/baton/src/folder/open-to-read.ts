import {
  budgetReading,
  JournalMissingError,
  limitReading,
  NotFoundError,
  openSqliteJournal,
  scheduleReading,
} from '@batonhq/engine';
import { checkFolder } from './check-folder.ts';
import { connectIfAnswered } from './connect-to-owner.ts';
import type { Opened, Reading } from './doors.ts';
import { journalReading } from './journal-reading.ts';

/** Asks the owner of a folder, or reads the journal when nobody owns it. A folder without a journal is empty. */
export async function openToRead(dataDir: string): Promise<Opened<Reading>> {
  const connection = await connectIfAnswered(dataDir);
  return connection === null ? openJournalToRead(dataDir) : { role: 'client', ...connection };
}

/** Reads the journal, whoever owns it. */
export function openJournalToRead(dataDir: string): Opened<Reading> {
  try {
    const journal = openSqliteJournal({ directory: dataDir, readOnly: true });
    return { role: 'reader', door: journalReading(journal), close: () => journal.close() };
  } catch (error) {
    if (!(error instanceof JournalMissingError)) throw error;
    checkFolder(dataDir);
    return { role: 'reader', door: emptyReading(dataDir), close: () => Promise.resolve() };
  }
}

/** What a folder without a journal has. */
const noStreams: Parameters<typeof scheduleReading>[0] = {
  facts: () => Promise.resolve([]),
  standing: () => Promise.resolve([]),
};

function emptyReading(dataDir: string): Reading {
  const missing = (id: string) => new NotFoundError(`there is no execution ${id}: ${dataDir} has no journal`);
  return {
    details: (id) => Promise.reject(missing(id)),
    list: () => Promise.resolve([]),
    publishedEvents: () => Promise.resolve([]),
    approvals: { list: () => Promise.resolve([]) },
    budgets: budgetReading(noStreams),
    limits: limitReading(noStreams),
    schedules: scheduleReading(noStreams),
    // oxlint-disable-next-line require-yield -- there is nothing to yield
    async *events(id) {
      throw missing(id);
    },
  };
}
