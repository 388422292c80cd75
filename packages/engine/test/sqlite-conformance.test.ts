/** The SQLite journal keeps the contract of `Journal`: the suite that every journal runs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteJournal } from '@batonhq/engine';
import { factStreamSuite, journalSuite } from '@batonhq/testing';

const place = async () => {
  const directory = mkdtempSync(join(tmpdir(), 'baton-journal-'));
  return {
    open: async () => openSqliteJournal({ directory }),
    remove: async () => rmSync(directory, { recursive: true, force: true }),
  };
};

await journalSuite('the SQLite journal', place);
await factStreamSuite('the SQLite journal', place);
