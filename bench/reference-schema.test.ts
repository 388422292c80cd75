/** The bare loop writes into the tables that the journal has: a reference that drifted away would flatter us. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openSqliteJournal } from '@batonhq/engine';
import { tables } from './reference-schema.ts';

test('the tables of the bare loop are those of the journal', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'baton-schema-'));
  await openSqliteJournal({ directory }).close();
  const journal = new DatabaseSync(join(directory, 'journal.db'), { readOnly: true });
  const sql = (table: string): unknown[] =>
    journal
      .prepare('SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY rowid')
      .all(table)
      .map((row) => row['sql']);
  const real = ['streams', 'events', 'executions'].flatMap(sql);
  journal.close();
  rmSync(directory, { recursive: true, force: true });
  expect(tables).toEqual(real);
});
