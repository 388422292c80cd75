import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openWriter } from './connection.ts';
import { networkFileSystem } from './file-system.ts';

/** What a folder offers to a journal. */
export interface Durability {
  /** The median of a few commits that were synced to the disk. */
  readonly commitMilliseconds: number;
  /** The network file system it lies on; null for a local disk. */
  readonly network: string | null;
}

const commits = 9;

/**
 * Opens a journal's database beside the real one, with the same settings read back, commits a few times and takes it away
 * again.
 *
 * @throws {DurabilityRefusedError} when the folder would not make commits durable.
 * @example
 * probeDurability('.baton').commitMilliseconds; // 1.3
 */
export function probeDurability(directory: string): Durability {
  const folder = mkdtempSync(join(directory, 'probing-'));
  const database = openWriter(join(folder, 'journal.db'));
  try {
    database.exec('CREATE TABLE probe (number INTEGER) STRICT');
    const insert = database.prepare('INSERT INTO probe VALUES (?)');
    const times = Array.from({ length: commits }, (_, number) => {
      const before = performance.now();
      insert.run(number);
      return performance.now() - before;
    });
    const commitMilliseconds = times.toSorted((one, other) => one - other)[commits >> 1] ?? 0;
    return { commitMilliseconds, network: networkFileSystem(directory) };
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
