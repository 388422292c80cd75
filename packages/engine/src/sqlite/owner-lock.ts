import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FolderInUseError } from './folder-in-use-error.ts';
import { failureOf } from './sqlite-failure.ts';

/** Who owns a data folder. */
export interface Owner {
  readonly pid: number;
  readonly since: number;
}

/**
 * The right to write to a data folder: a write transaction on `lock.db` that stays open. The kernel gives it up with
 * the process, so `kill -9` leaves nothing to unlock. `owner.json` only tells people who it is.
 *
 * No code of this process may open and close `lock.db` by other means: that would drop the lock (POSIX).
 *
 * @throws {FolderInUseError} when another process, or another journal of this one, has it.
 */
export class OwnerLock {
  readonly #database: DatabaseSync;

  constructor(directory: string) {
    this.#database = new DatabaseSync(join(directory, 'lock.db'), { timeout: 0 });
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      announce(directory, { pid: process.pid, since: Date.now() });
    } catch (error) {
      this.#database.close();
      throw failureOf(error).kind === 'busy' ? new FolderInUseError(directory, readOwner(directory)) : error;
    }
  }

  /** Gives the folder up. */
  release(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}

function announce(directory: string, owner: Owner): void {
  const file = join(directory, 'owner.json');
  writeFileSync(`${file}.new`, JSON.stringify(owner));
  renameSync(`${file}.new`, file);
}

/** Who opened the folder last, as they wrote it down; null when nobody did or it cannot be read. */
export function readOwner(directory: string): Owner | null {
  try {
    const found: { readonly pid?: unknown; readonly since?: unknown } = JSON.parse(
      readFileSync(join(directory, 'owner.json'), 'utf8'),
    );
    return typeof found.pid === 'number' && typeof found.since === 'number'
      ? { pid: found.pid, since: found.since }
      : null;
  } catch {
    return null;
  }
}
