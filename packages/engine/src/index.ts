/**
 * The embedded engine: durable executions on a SQLite journal.
 *
 * @module
 */
export { openSqliteJournal } from './sqlite/open.ts';
export type { SqliteJournalOptions } from './sqlite/open.ts';
export { DiskFullError } from './sqlite/disk-full-error.ts';
export { DurabilityRefusedError } from './sqlite/durability-refused-error.ts';
export { FolderInUseError } from './sqlite/folder-in-use-error.ts';
export { ForeignDatabaseError } from './sqlite/foreign-database-error.ts';
export { JournalMissingError } from './sqlite/journal-missing-error.ts';
export { NewerSchemaError } from './sqlite/newer-schema-error.ts';
export { ReadOnlyJournalError } from './sqlite/read-only-journal-error.ts';
export { SqliteDamagedError } from './sqlite/sqlite-damaged-error.ts';
export { newestVersion } from './sqlite/newest-version.ts';
