import { copyFileSync, linkSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FileExistsError } from './file-exists-error.ts';
import { fileSize, makeDirectory, syncPath } from './file-system.ts';
import { OwnerLock } from './owner-lock.ts';
import { SqliteDamagedError } from './sqlite-damaged-error.ts';
import { checkWholeFile } from './whole-file.ts';

/** What to restore, and where. */
export interface RestoreOptions {
  /** What `backupSqliteJournal` wrote. */
  readonly file: string;
  /** The data folder. */
  readonly directory: string;
  /** Replace the journal that is there; it is kept beside the new one. Default: false. */
  readonly replace?: boolean;
  /** Looks at the journal in a folder of its own before anything is replaced; throws to refuse it. */
  readonly verify?: (directory: string) => void;
}

/** What became of the journal that was there before. */
export interface Restored {
  /** The folder that keeps it; null when there was none. */
  readonly replaced: string | null;
}

/** Files that make up a journal; the lock and the socket belong to the process, not to it. */
const journalFile = /^journal\.(?:db|head)/;

/**
 * Puts a backup into a data folder that nobody owns. The backup is read as a whole before anything is replaced, and what
 * was there is kept aside. A crash on the way leaves a folder that is refused when it is opened, with both journals in it.
 *
 * @throws {FolderInUseError} when a process owns the folder.
 * @throws {FileExistsError} when the folder has a journal and `replace` was not said.
 * @throws {SqliteDamagedError} when the backup is not sound.
 * @example
 * restoreSqliteJournal({ file: 'monday.backup', directory: '.baton' });
 */
export function restoreSqliteJournal({ file, directory, replace = false, verify }: RestoreOptions): Restored {
  if ((fileSize(file) ?? 0) === 0)
    throw new SqliteDamagedError(`${file} is missing or empty`, 'name a file that `baton backup` wrote');
  makeDirectory(directory);
  if (!replace && holdsSomething(directory)) throw new FileExistsError(`a journal in ${directory}`);
  const lock = new OwnerLock(directory);
  const stage = mkdtempSync(join(directory, 'restoring-'));
  try {
    const staged = join(stage, 'journal.db');
    copyFileSync(file, staged);
    checkWholeFile(staged);
    verify?.(stage);
    syncPath(staged);
    const replaced = keepAside(directory);
    takePlace(staged, directory);
    return { replaced };
  } finally {
    rmSync(stage, { recursive: true, force: true });
    lock.release();
  }
}

function holdsSomething(directory: string): boolean {
  return readdirSync(directory).some((name) => journalFile.test(name));
}

/** A second name for each file that is about to be replaced. */
function keepAside(directory: string): string | null {
  const files = readdirSync(directory).filter((name) => journalFile.test(name));
  if (files.length === 0) return null;
  const aside = join(directory, `replaced-${new Date().toISOString().replaceAll(':', '-')}`);
  mkdirSync(aside, { mode: 0o700 });
  for (const name of files) linkSync(join(directory, name), join(aside, name));
  syncPath(aside);
  return aside;
}

/**
 * In this order, because a journal without its log contradicts `journal.head` and is refused, whereas a new journal with
 * the log of another one would be believed.
 */
function takePlace(staged: string, directory: string): void {
  for (const name of ['journal.db-wal', 'journal.db-shm']) rmSync(join(directory, name), { force: true });
  syncPath(directory);
  renameSync(staged, join(directory, 'journal.db'));
  syncPath(directory);
  rmSync(join(directory, 'journal.head'), { force: true });
  syncPath(directory);
}
