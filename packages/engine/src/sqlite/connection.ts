import { DatabaseSync } from 'node:sqlite';
import { DurabilityRefusedError } from './durability-refused-error.ts';
import { number, text } from './rows.ts';
import { applicationId } from './schema.ts';

/** With FULL the log is synced at each commit; anything less may lose acknowledged commits when the power fails. */
const durability = 'PRAGMA synchronous = FULL';
const full = 2;

/** 32 MiB of pages. Checkpoints are ours to start: SQLite's own would report their errors as errors of a commit. */
const tuning = `
PRAGMA cache_size = -32768;
PRAGMA temp_store = MEMORY;
PRAGMA wal_autocheckpoint = 0;
`;

/** How long to wait for a lock: another process holds one only to read or while it recovers. */
const patience = 5_000;

/**
 * Opens the connection that writes, and makes sure that what it commits is durable.
 *
 * @throws {DurabilityRefusedError} when the file system or the file does not let us.
 */
export function openWriter(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: patience });
  try {
    // The first thing in the file, before there is a log, so that it is never taken for somebody else's. A file with a
    // page that a process died over counts as empty here: SQLite undoes what was not finished before it counts.
    const isEmpty = number(database.prepare('PRAGMA page_count').get() ?? {}, 'page_count') === 0;
    if (isEmpty) database.exec(`PRAGMA application_id = ${applicationId}`);
    const mode = database.prepare('PRAGMA journal_mode = WAL').get();
    if (mode === undefined || text(mode, 'journal_mode') !== 'wal') {
      throw new DurabilityRefusedError(file, 'a write-ahead log');
    }
    database.exec(durability);
    database.exec(tuning);
    const found = database.prepare('PRAGMA synchronous').get();
    if (found === undefined || number(found, 'synchronous') !== full) {
      throw new DurabilityRefusedError(file, 'synchronous = FULL');
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens a connection that only reads, beside an owner or without one. */
export function openReader(file: string): DatabaseSync {
  return new DatabaseSync(file, { readOnly: true, timeout: patience });
}
