/**
 * The port of Baton on Restate: executions advance in virtual objects, the journal is in Postgres.
 *
 * @module
 */
export { createRestateBackend } from './backend/create-restate-backend.ts';
export type { RestateBackendOptions } from './backend/create-restate-backend.ts';
export type { RestateBackend } from './backend/restate-backend.ts';
export { RestateUnavailableError } from './backend/restate-unavailable-error.ts';
export type { WorkerOptions } from './backend/worker.ts';
export { JournalBehindError } from './execution/journal-behind-error.ts';
export { PostgresJournal } from './postgres/postgres-journal.ts';
export type { PostgresOptions } from './postgres/database.ts';
export type { Committed } from './postgres/commit-queue.ts';
export { ForeignSchemaError } from './postgres/foreign-schema-error.ts';
export { JournalUnavailableError } from './postgres/journal-unavailable-error.ts';
