import { DatabaseSync } from 'node:sqlite';

/** Milliseconds that somebody else may take. */
const patience = 10_000;

/**
 * Does something that one process at a time may do. The lock is a write transaction on an empty database, which the
 * kernel gives up with the process: `kill -9` leaves nothing to unlock.
 */
export function withLock<T>(file: string, work: () => T): T {
  const database = new DatabaseSync(file, { timeout: patience });
  try {
    database.exec('BEGIN IMMEDIATE');
    return work();
  } finally {
    database.close();
  }
}
