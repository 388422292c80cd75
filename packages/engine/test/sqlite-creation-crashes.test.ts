/**
 * Regression 1: a process died while it made the first page of its database, after that page was written and before the
 * rollback journal of its transaction was deleted. SQLite undid the transaction, and with it the mark that the file is
 * ours, which nothing set again: every later start refused the folder as "a database of another application".
 *
 * Regression 2: a process died at its start between two writes to `journal.head`, of which the first left the position
 * blank (or the file empty, when it was new): every later start refused the folder as damaged.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteJournal } from '@batonhq/engine';

const hasTracer = spawnSync('strace', ['-qq', 'true']).status === 0;
const child = join(import.meta.dirname, 'sqlite-child.ts');

/** A rollback journal that says: there was no page before (four-byte numbers: records, nonce, pages, sector, page size). */
function undoesEverything(): Buffer {
  const header = Buffer.alloc(512);
  Buffer.from('d9d505f920a163d7', 'hex').copy(header);
  for (const [index, value] of [0, 1, 0, 512, 4_096].entries()) header.writeUInt32BE(value, 8 + index * 4);
  return header;
}

test('a start goes on where another one died while it made the database', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'baton-creation-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'journal.db');
  const database = new DatabaseSync(file);
  database.exec('PRAGMA application_id = 0x4241544e');
  database.close();
  writeFileSync(`${file}-journal`, undoesEverything());
  await openSqliteJournal({ directory }).close();
  const journal = openSqliteJournal({ directory });
  expect(await journal.readAll({ position: 0 })).toEqual([]);
  await journal.close();
});

test.skipIf(!hasTracer)(
  'a start can die before any write to journal.head (needs strace)',
  { timeout: 60_000 },
  async () => {
    const root = mkdtempSync(join(tmpdir(), 'baton-creation-'));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    await openSqliteJournal({ directory: join(root, 'existing') }).close();
    for (const [folder, when] of [
      ['new', 1],
      ['new', 1],
      ['existing', 1],
      ['existing', 2],
    ] as const) {
      const directory = join(root, folder);
      const only = ['-f', '-qq', '-o', '/dev/null', '-P', join(directory, 'journal.head')];
      const killed = ['-e', 'trace=pwrite64', '-e', `inject=pwrite64:signal=SIGKILL:when=${when}`];
      const { signal } = spawnSync('strace', [...only, ...killed, process.execPath, child, directory]);
      expect(signal).toBe('SIGKILL');
      await openSqliteJournal({ directory }).close();
    }
  },
);
