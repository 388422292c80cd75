import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { StreamJournal } from '@batonhq/core';
import { openReader, openWriter } from './connection.ts';
import { HeadFile, readHead } from './head-file.ts';
import { checkStructure, inspect, inspectFile, namingDamage, sumOfSchema } from './inspection.ts';
import { JournalMissingError } from './journal-missing-error.ts';
import { fileSize, makeDirectory, networkFileSystem, syncPath } from './file-system.ts';
import { OwnerLock } from './owner-lock.ts';
import { ReadOnlySqliteJournal } from './read-only-sqlite-journal.ts';
import type { RetentionOptions, RetentionPolicy, RetentionReport } from './retention-policy.ts';
import { schema, schemaVersion } from './schema.ts';
import { SqliteDamagedError } from './sqlite-damaged-error.ts';
import { SqliteJournal, type SqliteJournalParts } from './sqlite-journal.ts';
import { Transaction } from './transaction.ts';

/** Where the journal is, and how to open it. */
export interface SqliteJournalOptions {
  /** The data folder; made when it does not exist. */
  readonly directory: string;
  /** Only read, beside the owner or without one. Default: false. */
  readonly readOnly?: boolean;
  /** Told about what works but should not be relied on. Default: a process warning. */
  readonly warn?: (message: string) => void;
}

/** The journal of a folder that this process owns. */
export interface OwnedJournal extends StreamJournal {
  /** Drops finished executions that a policy does not keep; durable when it returns. */
  retain(policy: RetentionPolicy, options: RetentionOptions): RetentionReport;
}

/**
 * Opens the journal in a data folder, as its only owner or for reading only.
 *
 * Never opens a damaged, cut off or foreign database as if it were empty.
 *
 * @throws {FolderInUseError} when another process owns the folder.
 * @throws {SqliteDamagedError} when the files are not what was written.
 * @throws {NewerSchemaError} when a newer release wrote them.
 * @throws {ForeignDatabaseError} when they belong to another application.
 * @throws {DurabilityRefusedError} when commits would not be durable.
 * @throws {JournalMissingError} when it is to be read only and there is none.
 * @example
 * const journal = openSqliteJournal({ directory: '.baton' });
 */
export function openSqliteJournal(options: SqliteJournalOptions & { readonly readOnly?: false }): OwnedJournal;
export function openSqliteJournal(options: SqliteJournalOptions): StreamJournal;
export function openSqliteJournal(options: SqliteJournalOptions): StreamJournal {
  return options.readOnly === true ? openToRead(options.directory) : openAsOwner(options);
}

const emitWarning = (message: string): void => process.emitWarning(message);

function openAsOwner({ directory, warn = emitWarning }: SqliteJournalOptions): OwnedJournal {
  makeDirectory(directory);
  const network = networkFileSystem(directory);
  if (network !== null) warn(`${directory} lies on ${network}: locks and syncs over a network are not reliable`);
  return new SqliteJournal(own(directory));
}

/** Takes a data folder for this process, with its database inspected and its tables there. */
export function own(directory: string): SqliteJournalParts {
  const lock = new OwnerLock(directory);
  try {
    return namingDamage(directory, () => ({ directory, lock, ...openDatabase(directory) }));
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openToRead(directory: string): StreamJournal {
  const file = join(directory, 'journal.db');
  if ((fileSize(file) ?? 0) === 0) throw new JournalMissingError(directory);
  inspectFile(file);
  const database = openReader(file);
  try {
    inspect(database, file, 'absent');
    return new ReadOnlySqliteJournal(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

function openDatabase(directory: string) {
  const file = join(directory, 'journal.db');
  const headPath = join(directory, 'journal.head');
  const head = readHead(headPath);
  if (head !== 'absent' && (fileSize(file) ?? 0) === 0) throw new SqliteDamagedError(`${file} is missing or empty`);
  inspectFile(file);
  const database = openWriter(file);
  try {
    if (head === 'absent') create(database);
    const found = inspect(database, file, head);
    checkStructure(database, file);
    const opened = { database, head: new HeadFile(headPath, found) };
    syncPath(directory);
    return opened;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Makes the tables of a journal that has none yet, and moves them out of the log at once. */
function create(database: DatabaseSync): void {
  if (database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined) return;
  new Transaction(database).run(() => {
    database.exec(`PRAGMA user_version = ${schemaVersion}`);
    database.exec(schema);
    database.prepare("INSERT INTO meta VALUES ('schema', ?)").run(sumOfSchema(database));
  });
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}
