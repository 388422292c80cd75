import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Checkpointer } from '../src/sqlite/checkpointer.ts';
import { openWriter } from '../src/sqlite/connection.ts';
import type { SqliteFailure } from '../src/sqlite/sqlite-failure.ts';

/** What is in the log when a copy is due. */
const due = 16 * 1024 * 1024;
const megabyte = 1024 * 1024;

let folder = '';
let database: DatabaseSync;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-checkpoint-'));
  database = openWriter(join(folder, 'journal.db'));
  database.exec('CREATE TABLE bodies (body BLOB NOT NULL) STRICT');
});

afterEach(() => {
  if (database.isOpen) database.close();
  rmSync(folder, { recursive: true });
});

/** Writes megabytes, each a transaction, and lets other things happen between them. */
async function write(checkpointer: Checkpointer, megabytes: number): Promise<void> {
  for (let index = 0; index < megabytes; index++) {
    database.prepare('INSERT INTO bodies VALUES (?)').run(Buffer.alloc(megabyte, index));
    checkpointer.written(1_024);
    await pause(5);
  }
}

function checkpointerOf(file: string, failures: SqliteFailure[]): Checkpointer {
  const failed = (failure: SqliteFailure): void => void failures.push(failure);
  return new Checkpointer({ database, file, exclusively: (work) => work(), failed });
}

function sizeOf(name: string): number {
  return statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
}

describe('the copy of the log into the database', () => {
  it('keeps the log short while commits go on', async () => {
    const failures: SqliteFailure[] = [];
    const checkpointer = checkpointerOf(join(folder, 'journal.db'), failures);
    await write(checkpointer, 120);
    expect(sizeOf('journal.db')).toBeGreaterThan(2 * due);
    expect(sizeOf('journal.db-wal')).toBeLessThan(4 * due);
    await checkpointer.close();
    database.close();
    expect(sizeOf('journal.db')).toBeGreaterThan(120 * megabyte);
    expect(sizeOf('journal.db-wal')).toBe(0);
    expect(failures).toEqual([]);
  });

  it('is made by whoever commits where no thread can make it', async () => {
    const failures: SqliteFailure[] = [];
    const nowhere = join(folder, 'missing', 'journal.db');
    const checkpointer = checkpointerOf(nowhere, failures);
    await write(checkpointer, 17);
    await expect.poll(() => sizeOf('journal.db')).toBeGreaterThan(due);
    await checkpointer.close();
    expect(failures).toEqual([]);
  });

  it('begins no more once it is closed', async () => {
    const checkpointer = checkpointerOf(join(folder, 'journal.db'), []);
    await write(checkpointer, 3);
    await checkpointer.close();
    await write(checkpointer, 20);
    expect(sizeOf('journal.db')).toBeLessThan(megabyte);
  });
});
