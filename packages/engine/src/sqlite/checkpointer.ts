import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CheckpointThread } from './checkpoint-thread.ts';
import { copyLog } from './copy-log.ts';
import { number } from './rows.ts';
import { failureOf, type SqliteFailure } from './sqlite-failure.ts';

/**
 * Pages in the log from which on it is copied into the database: 16 MB. Pages that are written again and again, those of
 * the indexes above all, are copied once, and each copy waits for the disk; so four times SQLite's own length costs less
 * than half as much per commit.
 */
const enough = 4_000;

/** Ask how long the log is after so many rows. */
const interval = 256;

/** SQLite before 3.51 cannot say how long the log is without copying it; there, so many rows stand for enough pages. */
const blindInterval = 1_000;

/** What a checkpointer needs of its journal. */
export interface CheckpointerParts {
  readonly database: DatabaseSync;
  readonly file: string;
  /** Does what must not happen while somebody commits. */
  exclusively(work: () => void): void;
  /** Told of each copy that failed; for want of space, or of a lock, the next one tries again: the log still has everything. */
  failed(failure: SqliteFailure): void;
}

/**
 * Copies the log into the database now and then. Not left to SQLite, because a copy that fails inside of a commit
 * looks like a failed commit although that one is durable.
 *
 * The bulk is copied in another thread. Commits go on meanwhile, so a rest is left, and as long as there is one SQLite
 * cannot begin the log anew; therefore the thread that commits copies the rest itself, between two commits.
 */
export class Checkpointer {
  readonly #length: StatementSync | null;
  readonly #copyHere: () => void;
  readonly #thread: CheckpointThread;
  readonly #parts: CheckpointerParts;
  #rows = 0;
  #isClosed = false;

  constructor(parts: CheckpointerParts) {
    const { database, file } = parts;
    this.#length = canAsk(process.versions['sqlite'] ?? '') ? database.prepare('PRAGMA wal_checkpoint(NOOP)') : null;
    this.#copyHere = copyLog(database);
    this.#thread = new CheckpointThread(file);
    this.#parts = parts;
  }

  /** Counts what was written, and begins a copy when it is time. */
  written(rows: number): void {
    if (!this.#isClosed && this.#isDue(rows)) this.#thread.copy((outcome) => this.#copied(outcome));
  }

  /** No copy begins any more, and none is going on when this is done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#thread.close();
  }

  #isDue(rows: number): boolean {
    this.#rows += rows;
    if (this.#rows < (this.#length === null ? blindInterval : interval) || this.#thread.isCopying) return false;
    this.#rows = 0;
    const log = this.#length?.get();
    return log === undefined || number(log, 'log') >= enough;
  }

  /** The rest, or all of it where there is no thread to be had. */
  #copied(outcome: SqliteFailure | 'gone' | null): void {
    if (this.#isClosed) return;
    if (outcome !== null && outcome !== 'gone') return this.#parts.failed(outcome);
    this.#parts.exclusively(() => this.#copyRest());
  }

  #copyRest(): void {
    if (this.#isClosed) return;
    try {
      this.#copyHere();
    } catch (error) {
      this.#parts.failed(failureOf(error));
    }
  }
}

function canAsk(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 51);
}
