/** The bare loop writes what the journal writes: a reference that drifted away would flatter us. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openBench, systemOf } from './baton/system.ts';
import { shape, tables } from './reference-schema.ts';

/** The journal of one execution of the load, closed. */
async function journalOfLoad(steps: number): Promise<DatabaseSync> {
  const directory = mkdtempSync(join(tmpdir(), 'baton-schema-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const bench = await openBench(directory);
  await systemOf(bench, []).sequence('one', steps);
  await bench.engine.close();
  const journal = new DatabaseSync(join(directory, 'journal.db'), { readOnly: true });
  onTestFinished(() => journal.close());
  return journal;
}

test('the tables of the bare loop are those of the journal', async () => {
  const journal = await journalOfLoad(1);
  const sql = (table: string): unknown[] =>
    journal
      .prepare('SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY rowid')
      .all(table)
      .map((row) => row['sql']);
  expect(tables).toEqual(['streams', 'events', 'executions'].flatMap(sql));
});

test('its rows are as many and not longer than those of an execution under load', async () => {
  const steps = 10;
  const journal = await journalOfLoad(steps);
  const found = journal.prepare('SELECT kind, count(*) AS rows, avg(length(body)) AS bytes FROM events GROUP BY kind');
  const rows = found.all();
  expect(rows.map(({ kind }) => kind)).toEqual(Object.keys(shape.bodyBytes).toSorted());
  const total = rows.reduce((sum, row) => sum + Number(row['rows']), 0);
  expect(total).toBe((steps + 1) * shape.eventsPerTransition);
  const bytes = new Map<unknown, number>(Object.entries(shape.bodyBytes));
  for (const row of rows) expect(Number(row['bytes']) - (bytes.get(row['kind']) ?? Infinity)).toBeGreaterThanOrEqual(0);
  expect(journal.prepare('SELECT length(id) AS bytes FROM streams').get()).toEqual({ bytes: shape.streamBytes });
});
