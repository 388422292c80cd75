/**
 * Commits of one turn of the event loop share one transaction, and with it one sync; a full disk, and a writer that
 * contradicts the journal, do no harm to anybody else.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Commit } from '@batonhq/core';
import { openSqliteJournal } from '@batonhq/engine';

const definition = { namespace: 'samples', name: 'order', version: '1.0.0', hash: 'h' };
const origin = { tenant: 'local', user: 'local', priority: 5 };
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baton-group-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('a hundred commits of one turn are one transaction', async () => {
  const journal = openSqliteJournal({ directory });
  await Promise.all(Array.from({ length: 100 }, (_, index) => journal.commit(start(`a${index}`))));
  expect(transactionsIn(directory)).toBe(1);
  await journal.close();
});

test('a lone commit does not wait for others', async () => {
  const journal = openSqliteJournal({ directory });
  for (let index = 0; index < 5; index++) await journal.commit(start(`a${index}`));
  expect(transactionsIn(directory)).toBe(5);
  await journal.close();
});

test('commits that follow from a group are the next group', async () => {
  const journal = openSqliteJournal({ directory });
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      await journal.commit(start(`a${index}`));
      await journal.commit(start(`b${index}`));
    }),
  );
  expect(transactionsIn(directory)).toBe(2);
  await journal.close();
});

test('an id that exists is refused however it comes back', async () => {
  const journal = openSqliteJournal({ directory });
  const many = Array.from({ length: 9_000 }, (_, index) => `a${index}`);
  await Promise.all(many.map((id) => journal.commit(start(id))));
  const again = await Promise.allSettled(['a0', 'a8999', 'new'].map((id) => journal.commit(start(id))));
  expect(again.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  await journal.commit({
    ...start('a0'),
    expectedSeq: 1,
    events: [resumed(2)],
  });
  expect(await journal.read('a0', { seq: 0 })).toHaveLength(2);
  await journal.close();
});

test('a turn with more executions than are remembered', async () => {
  const journal = openSqliteJournal({ directory });
  const many = Array.from({ length: 9_000 }, (_, index) => `a${index}`);
  const starts = many.map((id) => journal.commit(start(id)));
  const seconds = many.map((id) => journal.commit({ ...start(id), expectedSeq: 1, events: [resumed(2)] }));
  await Promise.all([...starts, ...seconds]);
  await Promise.all(many.map((id) => journal.commit({ ...start(id), expectedSeq: 2, events: [resumed(3)] })));
  expect(await journal.readAll({ position: 0 })).toHaveLength(27_000);
  await journal.close();
});

test('a commit that another process has overtaken is stale, whatever this one remembers', async () => {
  const journal = openSqliteJournal({ directory });
  await journal.commit(start('a'));
  const other = new DatabaseSync(join(directory, 'journal.db'));
  other.exec(`INSERT INTO events (position, stream, seq, kind, version, at, subject, body, crc)
              SELECT 99, stream, 2, 'execution.resumed', 1, 5, '', '{}', 0 FROM streams`);
  other.close();
  const overtaken = { ...start('a'), expectedSeq: 1, events: [resumed(2)] };
  const results = await Promise.allSettled([journal.commit(overtaken), journal.commit(start('b'))]);
  expect(results).toMatchObject([{ reason: { name: 'StaleCommitError' } }, { status: 'fulfilled' }]);
  await journal.close();
});

test('the log is copied into the database again and again, and stays short', async () => {
  const journal = openSqliteJournal({ directory });
  const text = 'x'.repeat(200_000);
  for (let index = 0; index < 200; index++) await journal.commit(start(`a${index}`, text));
  const log = readFileSync(join(directory, 'journal.db-wal')).length;
  expect(log).toBeLessThan(18 * 1024 * 1024);
  await journal.close();
});

function start(execution: string, input = ''): Commit {
  const event = { kind: 'execution.started', definition, input, origin } as const;
  return { execution, expectedSeq: 0, events: [{ seq: 1, at: 1, event }], timers: [] };
}

function resumed(seq: number) {
  return { seq, at: seq, event: { kind: 'execution.resumed' } } as const;
}

const logHeader = 32;
const frameHeader = 24;
const page = 4_096;

/** Counts, in the write-ahead log, the frames that end a transaction: those that say how long the database then is. */
function transactionsIn(folder: string): number {
  const log = readFileSync(join(folder, 'journal.db-wal'));
  let ends = 0;
  for (let at = logHeader; at + frameHeader + page <= log.length; at += frameHeader + page) {
    if (log.readUInt32BE(at + 4) !== 0) ends += 1;
  }
  return ends;
}
