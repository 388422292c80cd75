/** What users and operators do with a data folder: query it, back it up, have its tables rebuilt. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Commit, ExecutionEvent, ExecutionView, Journal } from '@batonhq/core';
import {
  backupSqliteJournal,
  FileExistsError,
  FolderInUseError,
  openSqliteJournal,
  rebuildFolds,
  restoreSqliteJournal,
  SqliteDamagedError,
} from '@batonhq/engine';

const definition = { namespace: 'samples', name: 'order', version: '1.0.0', hash: 'h' };
const origin = { tenant: 'local', user: 'local', priority: 5 };
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baton-folder-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test.skipIf(process.platform !== 'linux')('a folder that cannot be made is refused, and not tried for ever', () => {
  const child = fileURLToPath(new URL('sqlite-child.ts', import.meta.url));
  const { status, signal, stderr } = spawnSync(process.execPath, [child, '/proc/baton/data', '1'], {
    encoding: 'utf8',
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  expect([status, signal, stderr]).toEqual([1, null, expect.stringContaining("mkdir '/proc/baton'")]);
});

test('execution_steps has a row for each task and operation, with its attempts', async () => {
  const journal = openSqliteJournal({ directory });
  const effect = { kind: 'function', name: 'charge', input: 1 } as const;
  await journal.commit(
    commit('a', 0, [
      { kind: 'execution.started', definition, input: 1, origin },
      { kind: 'task.started', task: 'pay', effect },
      { kind: 'step.claimed', step: 'pay', attempt: 2 },
      { kind: 'step.claimed', step: 'pay|charge#0', attempt: 1 },
      { kind: 'step.completed', step: 'pay|charge#0', output: 1 },
      { kind: 'task.faulted', task: 'pay', fault: { type: 'x', status: 500 } },
      { kind: 'task.completed', task: 'note' },
      { kind: 'task.started', task: 'ship', effect },
      { kind: 'timer.armed', timer: 'timeout:ship', due: 9 },
    ]),
  );
  await journal.close();
  const rows = query(
    'SELECT step, operation, phase, attempts, started_at, ended_at FROM execution_steps ORDER BY first_seq',
  );
  expect(rows).toEqual([
    { step: 'pay', operation: 0, phase: 'faulted', attempts: 2, started_at: 2, ended_at: 6 },
    { step: 'pay|charge#0', operation: 1, phase: 'completed', attempts: 1, started_at: 4, ended_at: 5 },
    { step: 'note', operation: 0, phase: 'completed', attempts: 1, started_at: 7, ended_at: 7 },
    { step: 'ship', operation: 0, phase: 'running', attempts: 1, started_at: 8, ended_at: null },
  ]);
});

test('large values are kept once for each tenant, and counted', async () => {
  const journal = openSqliteJournal({ directory });
  const input = 'x'.repeat(20_000);
  for (const [id, tenant] of [
    ['a', 'one'],
    ['b', 'one'],
    ['c', 'two'],
  ] as const) {
    const started = { kind: 'execution.started', definition, input, origin: { ...origin, tenant } } as const;
    await journal.commit(commit(id, 0, [started, { kind: 'task.completed', task: 't', output: input }]));
  }
  await journal.close();
  expect(query('SELECT tenant, count(*) AS blobs, sum(size) AS bytes FROM blobs GROUP BY tenant')).toEqual([
    { tenant: 'one', blobs: 1, bytes: 20_002 },
    { tenant: 'two', blobs: 1, bytes: 20_002 },
  ]);
});

test('a backup of a busy journal opens with what was there at one moment', async () => {
  const journal = openSqliteJournal({ directory });
  for (let index = 0; index < 300; index++) await journal.commit(start(`before-${index}`));
  const file = join(directory, 'backups', 'one');
  const copied = backupSqliteJournal(directory, { file });
  for (let index = 0; index < 50; index++) await journal.commit(start(`during-${index}`));
  await copied;
  await journal.close();
  const target = join(directory, 'restored');
  expect(restoreSqliteJournal({ file, directory: target })).toEqual({ replaced: null });
  const restored = openSqliteJournal({ directory: target });
  const events = await restored.readAll({ position: 0 });
  expect(events.length).toBeGreaterThanOrEqual(300);
  expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
  await restored.commit(start('after'));
  await restored.close();
  await expect(backupSqliteJournal(directory, { file })).rejects.toThrow(FileExistsError);
  await backupSqliteJournal(directory, { file, replace: true });
  expect(readdirSync(join(directory, 'backups'))).toEqual(['one']);
});

test('restoring replaces nothing unasked, nothing that is owned, and nothing before the backup is known to be sound', async () => {
  const file = join(directory, 'backup');
  const journal = openSqliteJournal({ directory });
  await journal.commit(start('old'));
  await backupSqliteJournal(directory, { file });
  await journal.commit(start('new'));
  expect(() => restoreSqliteJournal({ file, directory, replace: true })).toThrow(FolderInUseError);
  await journal.close();
  expect(() => restoreSqliteJournal({ file, directory })).toThrow(FileExistsError);
  const broken = join(directory, 'broken');
  const bytes = readFileSync(file);
  bytes.fill(0x5a, 8_192, 16_384);
  writeFileSync(broken, bytes);
  expect(() => restoreSqliteJournal({ file: broken, directory, replace: true })).toThrow(SqliteDamagedError);
  const refuse = (): never => {
    throw new RangeError('not this one');
  };
  expect(() => restoreSqliteJournal({ file, directory, replace: true, verify: refuse })).toThrow(RangeError);
  const idsOf = async (folder: string): Promise<readonly string[]> => {
    const opened = openSqliteJournal({ directory: folder });
    const events = await opened.readAll({ position: 0 });
    await opened.close();
    return events.map(({ execution }) => execution);
  };
  expect(await idsOf(directory)).toEqual(['old', 'new']);
  const { replaced } = restoreSqliteJournal({ file, directory, replace: true });
  expect(await idsOf(directory)).toEqual(['old']);
  expect(await idsOf(replaced ?? '')).toEqual(['old', 'new']);
});

test('the tables that are folds are rebuilt from the events', async () => {
  const journal = openSqliteJournal({ directory });
  await journal.commit({
    ...start('a'),
    view: view('a'),
    timers: [{ kind: 'arm', timer: 't', due: 5 }],
    listens: ['paid'],
  });
  await journal.commit({ ...start('b'), view: view('b') });
  const before = await folds(journal);
  await journal.close();
  execute("DELETE FROM executions; UPDATE timers SET due = 99; INSERT INTO listens VALUES (2, 'wrong')");
  const folded = rebuildFolds(directory, (id, events) => {
    expect(events).toHaveLength(1);
    return { view: view(id), timers: id === 'a' ? [{ timer: 't', due: 5 }] : [], listens: id === 'a' ? ['paid'] : [] };
  });
  expect(folded).toBe(2);
  const again = openSqliteJournal({ directory });
  expect(await folds(again)).toEqual(before);
  await again.close();
});

test('a rebuild that fails leaves the tables as they were', async () => {
  const journal = openSqliteJournal({ directory });
  await journal.commit({ ...start('a'), view: view('a') });
  await journal.close();
  const failing = (): never => {
    throw new RangeError('this fold is broken');
  };
  expect(() => rebuildFolds(directory, failing)).toThrow('this fold is broken');
  const again = openSqliteJournal({ directory });
  expect(await again.view('a')).toEqual(view('a'));
  await again.close();
});

function start(id: string): Commit {
  return commit(id, 0, [{ kind: 'execution.started', definition, input: { id }, origin }]);
}

function commit(execution: string, seq: number, events: readonly ExecutionEvent[]): Commit {
  const recorded = events.map((event, index) => ({ seq: seq + index + 1, at: seq + index + 1, event }));
  return { execution, expectedSeq: seq, events: recorded, timers: [] };
}

function view(id: string): ExecutionView {
  return { id, definition, tenant: 'local', user: 'local', priority: 5, idempotencyKey: null, parent: null, phase: 'running', substate: null, startedAt: 1, endedAt: null, output: null, fault: null }; // prettier-ignore
}

async function folds(journal: Journal) {
  return [
    await journal.list({}),
    await journal.dueTimers(1_000, 9),
    await journal.listeners('paid'),
    await journal.listeners('wrong'),
  ];
}

function query(sql: string) {
  const database = new DatabaseSync(join(directory, 'journal.db'), { readOnly: true });
  const rows = database.prepare(sql).all();
  database.close();
  return rows.map((row) => ({ ...row }));
}

function execute(sql: string): void {
  const database = new DatabaseSync(join(directory, 'journal.db'));
  database.exec(sql);
  database.close();
}
