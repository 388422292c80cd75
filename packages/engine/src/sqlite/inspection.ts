import { closeSync, openSync, readSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { fileSize } from './file-system.ts';
import { ForeignDatabaseError } from './foreign-database-error.ts';
import type { Head } from './head-file.ts';
import { NewerSchemaError } from './newer-schema-error.ts';
import { number, text, type Row } from './rows.ts';
import { applicationId, catalogSize, describeSchema, schemaVersion } from './schema.ts';
import { SqliteDamagedError } from './sqlite-damaged-error.ts';
import { failureOf } from './sqlite-failure.ts';

const magic = 'SQLite format 3\0';
const headerLength = 100;
const versionAt = 60;
const applicationAt = 68;

/** Up to this size the whole database is checked at each start, which takes some 80 ms; beyond, rows are when they are read. */
const small = 32 * 1024 * 1024;

const hint = 'restore it from a backup, or delete journal.head to go on without what is missing';

/** Looks at a file before SQLite does, which would write to another application's database by opening it our way. */
export function inspectFile(file: string): void {
  if ((fileSize(file) ?? 0) === 0) return;
  const header = Buffer.alloc(headerLength);
  const descriptor = openSync(file, 'r');
  readSync(descriptor, header, 0, headerLength, 0);
  closeSync(descriptor);
  if (header.toString('latin1', 0, magic.length) !== magic) {
    throw new SqliteDamagedError(`${file} does not begin like a database`);
  }
  checkIdentity(file, { application: header.readInt32BE(applicationAt), version: header.readInt32BE(versionAt) });
}

/** Refuses a database that is not a sound journal of ours, or has less than was acknowledged; else says how far it has come. */
export function inspect(database: DatabaseSync, file: string, remembered: Head | 'absent' | 'unreadable'): Head {
  return namingDamage(file, () => {
    checkTables(database, file);
    const found = headOf(database);
    compare(found, remembered, file);
    return found;
  });
}

/** Does something with a database; the damage that SQLite itself meets there gets its name. */
export function namingDamage<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { kind, message } = failureOf(error);
    throw kind === 'damaged' ? new SqliteDamagedError(`${file}: ${message}`) : error;
  }
}

function checkIdentity(file: string, found: { readonly application: number; readonly version: number }): void {
  if (found.application !== applicationId) throw new ForeignDatabaseError(file);
  if (found.version > schemaVersion) throw new NewerSchemaError(file, found.version, schemaVersion);
}

function checkTables(database: DatabaseSync, file: string): void {
  const application = number(one(database, 'PRAGMA application_id'), 'application_id');
  const version = number(one(database, 'PRAGMA user_version'), 'user_version');
  checkIdentity(file, { application, version });
  const tables = number(one(database, 'SELECT count(*) AS tables FROM sqlite_schema'), 'tables');
  if (tables === 0) throw new SqliteDamagedError(`${file} has no tables although there was a journal`, hint);
  const made = number(one(database, "SELECT value FROM meta WHERE name = 'schema'"), 'value');
  if (made !== sumOfSchema(database)) throw new SqliteDamagedError(`${file} has other tables than were made`);
}

/** A check sum of what our tables are; kept in the journal when they are made, because SQLite believes whatever it reads. */
export function sumOfSchema(database: DatabaseSync): number {
  return crc32(text(one(database, describeSchema), 'description'));
}

/** Looks for damage in the structure of the whole database, when it is small. */
export function checkStructure(database: DatabaseSync, file: string): void {
  if ((fileSize(file) ?? 0) > small) return;
  const verdict = text(one(database, 'PRAGMA integrity_check(1)'), 'integrity_check');
  if (verdict !== 'ok') throw new SqliteDamagedError(`${file}: ${verdict}`);
}

function headOf(database: DatabaseSync): Head {
  const row = one(
    database,
    `SELECT (SELECT value FROM meta WHERE name = 'journal') AS journal,
      max((SELECT coalesce(max(position), 0) FROM events), (SELECT value FROM meta WHERE name = 'position')) AS position,
      ${catalogSize} AS definitions`,
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
