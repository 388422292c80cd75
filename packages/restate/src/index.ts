/**
 * The port of Baton on Restate: executions advance in virtual objects, the journal is in Postgres.
 *
 * @module
 */
export { PostgresJournal } from './postgres/postgres-journal.ts';
export type { PostgresOptions } from './postgres/database.ts';
export type { Committed } from './postgres/commit-queue.ts';
export { ForeignSchemaError } from './postgres/foreign-schema-error.ts';
export { JournalUnavailableError } from './postgres/journal-unavailable-error.ts';
