/**
 * Regression 1: a process died while it made the first page of its database, after that page was written and before the
 * rollback journal of its transaction was deleted. SQLite undid the transaction, and with it the mark that the file is
 * ours, which nothing set again: every later start refused the folder as "a database of another application".
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteJournal } from '@batonhq/engine';

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
