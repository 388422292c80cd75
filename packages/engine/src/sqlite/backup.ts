import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { openReader } from './connection.ts';
import { FileExistsError } from './file-exists-error.ts';
import { fileSize, makeDirectory, syncPath } from './file-system.ts';
import { inspect } from './inspection.ts';
import { JournalMissingError } from './journal-missing-error.ts';
import { checkWholeFile } from './whole-file.ts';

/** Where a backup goes, and whether it may replace an older one. */
export interface BackupTarget {
  readonly file: string;
  /** Replace a file of this name. Default: false. */
  readonly replace?: boolean;
}

/**
 * Copies the journal of a folder, as it is at one moment, into one file. Its owner may be at work. The file appears when
 * the copy is whole and sound, never before.
 *
 * @throws {JournalMissingError} when there is none to copy.
 * @throws {FileExistsError} when the file is there already.
 * @throws {SqliteDamagedError} when the copy is not sound, because the original is not.
 * @example
 * await backupSqliteJournal('.baton', { file: 'monday.backup' });
 */
export async function backupSqliteJournal(directory: string, { file, replace = false }: BackupTarget): Promise<void> {
  const source = join(directory, 'journal.db');
  if ((fileSize(source) ?? 0) === 0) throw new JournalMissingError(directory);
  const target = resolve(file);
  if (!replace && fileSize(target) !== null) throw new FileExistsError(file);
  makeDirectory(dirname(target));
  const stage = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    const copy = join(stage, 'journal.db');
    await copyAtOneMoment(source, copy);
    checkWholeFile(copy);
    syncPath(copy);
    renameSync(copy, target);
    syncPath(dirname(target));
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

async function copyAtOneMoment(source: string, copy: string): Promise<void> {
  const database = openReader(source);
  try {
    inspect(database, source, 'absent');
    // One transaction around the copy: without it a busy owner would make it begin again and again.
    database.exec('BEGIN; SELECT count(*) FROM meta');
    await backup(database, copy);
  } finally {
    database.close();
  }
  // A file of its own, that needs no log beside it.
  const written = new DatabaseSync(copy);
  written.exec('PRAGMA journal_mode = DELETE');
  written.close();
}
