/**
 * A journal whose files were changed from outside is refused with the cause, or the changed rows are when they are read:
 * never opened empty, never read as if nothing had happened (F6).
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Commit, Journal } from '@batonhq/core';
import { openSqliteJournal } from '@batonhq/engine';

const root = mkdtempSync(join(tmpdir(), 'baton-damage-'));
const running = join(root, 'running');
const closed = join(root, 'closed');
const publishing = join(root, 'publishing');
const definition = { namespace: 'samples', name: 'order', version: '1.0.0', hash: 'h' };
const origin = { tenant: 'local', user: 'local', priority: 5 };
const large = 'large '.repeat(5_000);
const executions = 40;
const refusals = /^(SqliteDamaged|ForeignDatabase|NewerSchema|NewerEvent)Error$/;

/** The files of a journal as a crash leaves them, with events or a definition in the log, and as closing leaves them. */
beforeAll(async () => {
  const directory = join(root, 'original');
  const journal = openSqliteJournal({ directory });
  await fill(journal, 0, executions / 2);
  await journal.publish(entry('1.0.0'));
  await journal.close();
  const again = openSqliteJournal({ directory });
  await fill(again, executions / 2, executions);
  copy(directory, running);
  await again.close();
  copy(directory, closed);
  const last = openSqliteJournal({ directory });
  await last.publish(entry('2.0.0'));
  copy(directory, publishing);
  await last.close();
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('files that were cut, deleted or replaced are refused when the journal is opened', () => {
  test.each([
    ['a deleted log', running, (folder: string) => rmSync(join(folder, 'journal.db-wal'))],
    ['an emptied log', running, (folder: string) => truncateSync(join(folder, 'journal.db-wal'), 0)],
    [
      'a deleted log that only had a definition',
      publishing,
      (folder: string) => rmSync(join(folder, 'journal.db-wal')),
    ],
    ['a log without its last page', running, (folder: string) => cut(join(folder, 'journal.db-wal'), 4_096)],
    ['a log cut to half', running, (folder: string) => halve(join(folder, 'journal.db-wal'))],
    ['a database cut to half', closed, (folder: string) => halve(join(folder, 'journal.db'))],
    ['a database without its last page', closed, (folder: string) => cut(join(folder, 'journal.db'), 4_096)],
    ['an emptied database', closed, (folder: string) => truncateSync(join(folder, 'journal.db'), 0)],
    ['a deleted database', closed, (folder: string) => rmSync(join(folder, 'journal.db'))],
    [
      'a file that is no database',
      closed,
      (folder: string) =>
        writeFileSync(join(folder, 'journal.db'), 'not a database, but long enough to have a header'.repeat(99)),
    ],
    ['an unreadable head', closed, (folder: string) => writeFileSync(join(folder, 'journal.head'), '\0'.repeat(128))],
    ['a head of another journal', closed, (folder: string) => otherHead(folder)],
  ])('%s', async (_what, source, damage) => {
    const folder = damaged(source, damage);
    const attempt = (): Journal => openSqliteJournal({ directory: folder });
    expect(attempt).toThrow(expect.objectContaining({ name: 'SqliteDamagedError' }));
    expect(attempt).toThrow(/restore/);
  });

  test('a database of a newer release', async () => {
    const folder = damaged(closed, (copied) => execute(join(copied, 'journal.db'), 'PRAGMA user_version = 99'));
    expect(() => openSqliteJournal({ directory: folder })).toThrow(
      expect.objectContaining({ name: 'NewerSchemaError', found: 99, supported: 1 }),
    );
  });

  test('a database of another application, which is left as it was', async () => {
    const folder = join(root, 'foreign');
    mkdirSync(folder);
    const file = join(folder, 'journal.db');
    execute(file, 'CREATE TABLE users (name TEXT)');
    const before = readFileSync(file);
    expect(() => openSqliteJournal({ directory: folder })).toThrow(
      expect.objectContaining({ name: 'ForeignDatabaseError' }),
    );
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

test('a copy without its head opens: that is how a backup is restored', async () => {
  const journal = openSqliteJournal({ directory: damaged(closed, (folder) => rmSync(join(folder, 'journal.head'))) });
  expect(await journal.list({ limit: 99 })).toHaveLength(executions);
  await journal.close();
});

describe('a flipped bit is found, or changes nothing', () => {
  test.each([
    ['journal.db', closed],
    ['journal.db', running],
    ['journal.db-wal', running],
    ['journal.head', running],
  ])('in %s of %s', async (name, source) => {
    const truth = await readTruth(openSqliteJournal({ directory: damaged(source, () => {}) }));
    let refused = 0;
    const place = fc.record({ at: fc.nat(), bit: fc.integer({ min: 0, max: 7 }) });
    await fc.assert(
      fc.asyncProperty(place, async (flipped) => {
        const found = await truthOrRefusal(damaged(source, (folder) => flip(join(folder, name), flipped)));
        if (found === null) refused += 1;
        expect(found ?? truth).toBe(truth);
      }),
      { numRuns: 60 },
    );
    expect(refused).toBeGreaterThan(5);
  });
});

async function fill(journal: Journal, from: number, to: number): Promise<void> {
  for (let index = from; index < to; index++) await journal.commit(execution(`execution-${index}`, index));
}

function entry(version: string) {
  return { ...definition, version, hash: version, definition: { do: [] } };
}

function execution(id: string, index: number): Commit {
  const input = index % 10 === 0 ? large : { index };
  return {
    execution: id,
    expectedSeq: 0,
    events: [
      { seq: 1, at: 1, event: { kind: 'execution.started', definition, input, origin } },
      { seq: 2, at: 2, event: { kind: 'task.completed', task: 'only', output: input } },
    ],
    timers: [],
    view: { id, definition, tenant: 'local', user: 'local', priority: 5, idempotencyKey: null, parent: null, phase: 'running', substate: null, startedAt: 1, endedAt: null, output: null, fault: null },
  }; // prettier-ignore
}

/** What was written and cannot be folded again: the events, by position and by execution, and the definitions. */
async function readTruth(journal: Journal): Promise<string> {
  try {
    const all = await journal.readAll({ position: 0 });
    const ids = Array.from({ length: executions }, (_, index) => `execution-${index}`);
    const loaded = await Promise.all(ids.map((id) => journal.load(id)));
    return JSON.stringify([all, loaded, await journal.definition('1.0.0')]);
  } finally {
    await journal.close();
  }
}

async function truthOrRefusal(directory: string): Promise<string | null> {
  try {
    return await readTruth(openSqliteJournal({ directory }));
  } catch (error) {
    if (!(error instanceof Error) || !refusals.test(error.name)) throw error;
    return null;
  }
}

function damaged(source: string, damage: (folder: string) => void): string {
  const folder = mkdtempSync(join(root, 'copy-'));
  copy(source, folder);
  damage(folder);
  return folder;
}

function copy(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of ['journal.db', 'journal.db-wal', 'journal.head']) {
    if (existsSync(join(from, name))) copyFileSync(join(from, name), join(to, name));
  }
}

function cut(file: string, bytes: number): void {
  truncateSync(file, readFileSync(file).length - bytes);
}

function halve(file: string): void {
  truncateSync(file, Math.floor(readFileSync(file).length / 2));
}

function flip(file: string, { at, bit }: { readonly at: number; readonly bit: number }): void {
  const bytes = readFileSync(file);
  const place = at % bytes.length;
  bytes.writeUInt8((bytes[place] ?? 0) ^ (1 << bit), place);
  writeFileSync(file, bytes);
}

function otherHead(folder: string): void {
  const file = join(folder, 'journal.head');
  writeFileSync(file, readFileSync(file, 'latin1').replace(/"[0-9a-f]{32}"/, `"${'0'.repeat(32)}"`));
}

function execute(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}
