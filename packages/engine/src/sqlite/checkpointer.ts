import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { number } from './rows.ts';

/**
 * Pages in the log from which on it is copied into the database: 16 MB. Pages that are written again and again, those of
 * the indexes above all, are copied once, and each copy waits for the disk; so four times SQLite's own length costs less
 * than half as much per commit, and a copy still takes only some milliseconds.
 */
const enough = 4_000;

/** Ask how long the log is after so many rows. */
const interval = 256;

/** SQLite before 3.51 cannot say how long the log is without copying it; there, so many rows stand for enough pages. */
const blindInterval = 1_000;

/**
 * Copies the log into the database now and then. Not left to SQLite, because a copy that fails inside of a commit
 * looks like a failed commit although that one is durable.
 */
export class Checkpointer {
  readonly #length: StatementSync | null;
  readonly #copy: StatementSync;
  #rows = 0;

  constructor(database: DatabaseSync) {
    this.#length = canAsk(process.versions['sqlite'] ?? '') ? database.prepare('PRAGMA wal_checkpoint(NOOP)') : null;
    this.#copy = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** Counts what was written; true when it is time to copy. */
  isDue(rows: number): boolean {
    this.#rows += rows;
    if (this.#rows < (this.#length === null ? blindInterval : interval)) return false;
    this.#rows = 0;
    const log = this.#length?.get();
    return log === undefined || number(log, 'log') >= enough;
  }

  /** Copies what no reader holds back. Throws when reading, writing or syncing fails. */
  copy(): void {
    this.#copy.get();
  }
}

function canAsk(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 51);
}
