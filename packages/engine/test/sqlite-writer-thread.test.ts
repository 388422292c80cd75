/** Under load a thread writes the groups: the promises of the journal hold there as they do without it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Commit } from '@batonhq/core';
import { CommitEncoder } from '../src/sqlite/commit-encoder.ts';
import { openReader } from '../src/sqlite/connection.ts';
import { GroupCommit } from '../src/sqlite/group-commit.ts';
import { own } from '../src/sqlite/open.ts';
import { number } from '../src/sqlite/rows.ts';
import type { SqliteJournalParts } from '../src/sqlite/sqlite-journal.ts';
import { StreamCache } from '../src/sqlite/stream-cache.ts';
import { WriterThread } from '../src/sqlite/writer-thread.ts';

/** Commits of a turn that are handed to the thread in several groups. */
const many = 100;

let directory = '';
let parts: SqliteJournalParts;
let thread: WriterThread;
let group: GroupCommit;
let file = '';
/** How far the journal had come, each time that it was told. */
let positions: number[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'baton-writer-'));
  file = join(directory, 'journal.db');
  parts = own(directory);
  positions = [];
  const { database } = parts;
  thread = new WriterThread(file);
  const encoder = new CommitEncoder(database);
  group = new GroupCommit({
    database,
    directory,
    streams: new StreamCache(database),
    encoder,
    thread,
    onDurable: (_rows, position) => positions.push(position),
  });
  await makeBusy(group);
});

afterEach(async () => {
  group.settle();
  await thread.close();
  parts.database.close();
  parts.head.close();
  parts.lock.release();
  rmSync(directory, { recursive: true });
});

/** A load under which the thread is started and takes over. */
async function makeBusy(busy: GroupCommit): Promise<void> {
  for (let turn = 0; !thread.isReady; turn++) {
    await Promise.all(Array.from({ length: 32 }, (_, lane) => busy.add(start(`busy-${turn}-${lane}`))));
    await pause(1);
  }
}

test('what it wrote is there when the callers hear of it', async () => {
  const before = rows();
  const answers = Array.from({ length: many }, async (_, index) => {
    await group.add(start(`a${index}`));
    await group.add({ ...start(`a${index}`), expectedSeq: 1, events: [resumed(2)] });
    return index;
  });
  await Promise.any(answers);
  expect(rows()).toBeGreaterThan(before);
  await Promise.all(answers);
  expect(rows()).toBe(before + 2 * many);
});

test('how far the journal has come never goes back, not when the thread ends either', async () => {
  await Promise.all(Array.from({ length: many }, (_, index) => group.add(start(`a${index}`))));
  group.settle();
  await thread.close();
  expect(positions).toEqual(positions.toSorted((one, other) => one - other));
});

test('a commit that contradicts the journal is refused alone', async () => {
  await group.add(start('overtaken'));
  await Promise.all(Array.from({ length: many }, (_, index) => group.add(start(`a${index}`))));
  parts.database.exec(`INSERT INTO events (position, stream, seq, kind, version, at, subject, body, crc)
    SELECT 99999, stream, 2, 'execution.resumed', 1, 5, '', '{}', 0 FROM streams WHERE id = 'overtaken'`);
  const wrong = group.add({ ...start('overtaken'), expectedSeq: 1, events: [resumed(2)] });
  const right = Array.from({ length: many }, (_, index) =>
    group.add({ ...start(`a${index}`), expectedSeq: 1, events: [resumed(2)] }),
  );
  await expect(wrong).rejects.toMatchObject({ name: 'StaleCommitError' });
  await Promise.all(right);
  await group.add({ ...start('a0'), expectedSeq: 2, events: [resumed(3)] });
});

test('an id that exists is refused although it was taken for new', async () => {
  const commits = Array.from({ length: many }, (_, index) => group.add(start(index === 50 ? 'busy-0-0' : `a${index}`)));
  const results = await Promise.allSettled(commits);
  expect(results.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([50]);
});

test('whoever writes by himself waits until it has written, and is not overtaken', async () => {
  const before = rows();
  const commits = Array.from({ length: many }, (_, index) => group.add(start(`a${index}`)));
  const seen = new Promise<number>((resolve) => {
    group.exclusively(() => {
      parts.database.exec('BEGIN IMMEDIATE; ROLLBACK');
      resolve(rows() - before);
    });
  });
  const later = Array.from({ length: many }, (_, index) => group.add(start(`b${index}`)));
  expect(await seen).toBeLessThanOrEqual(many);
  await Promise.all([...commits, ...later]);
  expect(rows() - before).toBe(2 * many);
});

test('settling waits for what is being written, and writes the rest', async () => {
  const before = rows();
  const commits = Array.from({ length: many + 5 }, (_, index) => group.add(start(`a${index}`)));
  group.settle();
  expect(rows() - before).toBe(many + 5);
  await Promise.all(commits);
});

test('settling right after an answer waits for the next one, whatever the thread does in between', async () => {
  const before = rows();
  const rounds = 150;
  for (let round = 0; round < rounds; round++) {
    const commits = Array.from({ length: many }, (_, index) => group.add(start(`r${round}-${index}`)));
    await Promise.any(commits);
    const later = Array.from({ length: 24 }, (_, index) => group.add(start(`s${round}-${index}`)));
    group.settle();
    await Promise.all([...commits, ...later]);
  }
  expect(rows() - before).toBe(rounds * (many + 24));
});

test('when it dies over a group nothing is acknowledged any more', async () => {
  const commits = Array.from({ length: many }, (_, index) => group.add(start(`a${index}`)));
  const ended = Promise.allSettled(commits);
  await thread.close();
  const statuses = await ended;
  expect(statuses.at(-1)).toMatchObject({ status: 'rejected', reason: { name: 'JournalFailedError' } });
  await expect(group.add(start('later'))).rejects.toMatchObject({ name: 'JournalFailedError' });
});

function rows(): number {
  const reader = openReader(file);
  const count = number(reader.prepare('SELECT count(*) AS count FROM events').get() ?? {}, 'count');
  reader.close();
  return count;
}

function start(execution: string): Commit {
  const definition = { namespace: 'samples', name: 'order', version: '1.0.0', hash: 'h' };
  const origin = { tenant: 'local', user: 'local', priority: 5 };
  const event = { kind: 'execution.started', definition, input: '', origin } as const;
  return { execution, expectedSeq: 0, events: [{ seq: 1, at: 1, event }], timers: [] };
}

function resumed(seq: number) {
  return { seq, at: seq, event: { kind: 'execution.resumed' } } as const;
}
