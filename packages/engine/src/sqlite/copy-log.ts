import type { DatabaseSync } from 'node:sqlite';

/** Copies what no reader holds back out of the log into the database. Throws when reading, writing or syncing fails. */
export function copyLog(database: DatabaseSync): () => void {
  const copy = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  return () => void copy.get();
}
