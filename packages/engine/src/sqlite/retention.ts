import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openReader } from './connection.ts';
import { dropFinished } from './drop-finished.ts';
import { fileSize } from './file-system.ts';
import { inspect } from './inspection.ts';
import { JournalMissingError } from './journal-missing-error.ts';
import { own } from './open.ts';
import type { RetentionOptions, RetentionPolicy, RetentionReport } from './retention-policy.ts';

/**
 * Applies a policy to a folder that nobody owns. A dry run only reads, whoever owns it.
 *
 * @throws {FolderInUseError} when somebody works in the folder.
 * @throws {JournalMissingError} when there is no journal.
 * @example
 * applyRetention('.baton', { keepFor: 30 * 24 * 3_600_000 }, { now: Date.now() });
 */
export function applyRetention(directory: string, policy: RetentionPolicy, options: RetentionOptions): RetentionReport {
  const file = join(directory, 'journal.db');
  if ((fileSize(file) ?? 0) === 0) throw new JournalMissingError(directory);
  if (options.dryRun === true) return looked(openReader(file), file, { policy, options });
  const { database, head, lock } = own(directory);
  try {
    return dropFinished(database, policy, options);
  } finally {
    database.close();
    head.close();
    lock.release();
  }
}

interface Wish {
  readonly policy: RetentionPolicy;
  readonly options: RetentionOptions;
}

function looked(database: DatabaseSync, file: string, { policy, options }: Wish): RetentionReport {
  try {
    inspect(database, file, 'absent');
    return dropFinished(database, policy, options);
  } finally {
    database.close();
  }
}
