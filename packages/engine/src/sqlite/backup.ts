import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { backup, type DatabaseSync } from 'node:sqlite';
import { openReader } from './connection.ts';
import { fileSize, makeDirectory, syncPath } from './file-system.ts';
import { inspect } from './inspection.ts';
import { JournalMissingError } from './journal-missing-error.ts';

/**
 * Copies the journal of a folder, as it is at one moment, into a new folder that opens like any other. Its owner may be
 * at work. Rejects with `EEXIST` when there is a journal in the target already.
 *
 * @throws {JournalMissingError} when there is none to copy.
 * @throws {SqliteDamagedError} when the copy is not sound, because the original is not.
 */
export async function backupSqliteJournal(directory: string, target: string): Promise<void> {
  const source = join(directory, 'journal.db');
  if ((fileSize(source) ?? 0) === 0) throw new JournalMissingError(directory);
  makeDirectory(target);
  const file = join(target, 'journal.db');
  closeSync(openSync(file, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600));
  await using(openReader(source), async (database) => {
    // One transaction around the copy: without it a busy owner would make it begin again and again.
    database.exec('BEGIN; SELECT count(*) FROM meta');
    await backup(database, file);
  });
  syncPath(file);
  syncPath(target);
  await using(openReader(file), async (copy) => inspect(copy, file, 'absent'));
}

async function using<T>(database: DatabaseSync, work: (database: DatabaseSync) => Promise<T>): Promise<T> {
  try {
    return await work(database);
  } finally {
    database.close();
  }
}
