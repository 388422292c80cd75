import { closeSync, openSync, readSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { fileSize } from './file-system.ts';
import { ForeignDatabaseError } from './foreign-database-error.ts';
import type { Head } from './head-file.ts';
import { NewerSchemaError } from './newer-schema-error.ts';
import { number, text, type Row } from './rows.ts';
import { applicationId, schemaVersion } from './schema.ts';
import { SqliteDamagedError } from './sqlite-damaged-error.ts';

const magic = 'SQLite format 3\0';

/** Up to this size the structure of the whole database is checked at each start; it takes some 50 ms. */
const quick = 32 * 1024 * 1024;

const hint = 'restore it from a backup, or delete journal.head to go on without what is missing';

/** Looks at a file before SQLite does: SQLite would take an empty one for a new database. */
export function inspectFile(file: string): void {
  const size = fileSize(file);
  if (size === null || size === 0) return;
  const header = Buffer.alloc(magic.length);
  const descriptor = openSync(file, 'r');
  readSync(descriptor, header, 0, magic.length, 0);
  closeSync(descriptor);
  if (header.toString('latin1') !== magic) throw new SqliteDamagedError(`${file} does not begin like a database`);
}

/** Refuses a database that is not a sound journal of ours, or has less than was acknowledged; else says how far it has come. */
export function inspect(database: DatabaseSync, file: string, remembered: Head | 'absent' | 'unreadable'): Head {
  try {
    checkIdentity(database, file);
    checkStructure(database, file);
    const found = headOf(database);
    compare(found, remembered, file);
    return found;
  } catch (error) {
    if (error instanceof Error && 'errcode' in error) throw new SqliteDamagedError(`${file}: ${error.message}`);
    throw error;
  }
}

function checkIdentity(database: DatabaseSync, file: string): void {
  const application = number(one(database, 'PRAGMA application_id'), 'application_id');
  const version = number(one(database, 'PRAGMA user_version'), 'user_version');
  const isEmpty = number(one(database, 'SELECT count(*) AS tables FROM sqlite_schema'), 'tables') === 0;
  if (isEmpty) throw new SqliteDamagedError(`${file} has no tables although there was a journal`, hint);
  if (application !== applicationId) throw new ForeignDatabaseError(file);
  if (version > schemaVersion) throw new NewerSchemaError(file, version, schemaVersion);
}

function checkStructure(database: DatabaseSync, file: string): void {
  if ((fileSize(file) ?? 0) > quick) return;
  const verdict = text(one(database, 'PRAGMA quick_check(1)'), 'quick_check');
  if (verdict !== 'ok') throw new SqliteDamagedError(`${file}: ${verdict}`);
}

function headOf(database: DatabaseSync): Head {
  const row = one(
    database,
    `SELECT (SELECT value FROM meta WHERE name = 'journal') AS journal,
      max((SELECT coalesce(max(position), 0) FROM events), (SELECT value FROM meta WHERE name = 'position')) AS position,
      (SELECT count(*) FROM definitions) AS definitions`,
  );
  return { journal: text(row, 'journal'), position: number(row, 'position'), definitions: number(row, 'definitions') };
}

function compare(found: Head, remembered: Head | 'absent' | 'unreadable', file: string): void {
  if (remembered === 'absent') return;
  if (remembered === 'unreadable') throw new SqliteDamagedError(`journal.head beside ${file} cannot be read`, hint);
  if (found.journal !== remembered.journal) {
    throw new SqliteDamagedError(`${file} is another journal than journal.head speaks of`, hint);
  }
  const lost = Math.max(remembered.position - found.position, remembered.definitions - found.definitions);
  if (lost > 0) {
    throw new SqliteDamagedError(
      `${file} ends at event ${found.position} but ${remembered.position} were acknowledged; its log was cut off or deleted`,
      hint,
    );
  }
}

function one(database: DatabaseSync, sql: string): Row {
  return database.prepare(sql).get() ?? {};
}
