/**
 * The journal against what happens to processes and disks: owners that are killed, disks that fill up, writes and syncs
 * that fail (F1, F4, F5, F7). What was acknowledged is there, whatever happened; nothing has to be unlocked.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openSqliteJournal } from '@batonhq/engine';

const child = fileURLToPath(new URL('./sqlite-child.ts', import.meta.url));
const tracer = 'strace';
const hasTracer = spawnSync(tracer, ['-qq', 'true']).status === 0;
/** How many commits the child makes at a time: few are written where they are made, many in a thread. */
const few = 4;
const many = 64;
let directory: string;
const processes = new Set<ChildProcess>();

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baton-process-'));
});
afterEach(() => {
  for (const process of processes) killGroup(process);
  processes.clear();
  rmSync(directory, { recursive: true, force: true });
});

describe('one owner', () => {
  test('a second one is told who has the folder, and gets it when the first is killed', async () => {
    const owner = run([process.execPath, child, directory, String(few)]);
    await owner.until((lines) => lines.includes('ready'));
    expect(() => openSqliteJournal({ directory })).toThrow(
      expect.objectContaining({ name: 'FolderInUseError', pid: owner.pid, since: expect.any(Number) }),
    );
    await owner.kill();
    await openSqliteJournal({ directory }).close();
  });

  test('the same process cannot own a folder twice either', async () => {
    const journal = openSqliteJournal({ directory });
    expect(() => openSqliteJournal({ directory })).toThrow(expect.objectContaining({ name: 'FolderInUseError' }));
    await journal.close();
    await openSqliteJournal({ directory }).close();
  });

  test('reading is possible beside the owner and without one, writing is not', async () => {
    expect(() => openSqliteJournal({ directory, readOnly: true })).toThrow(
      expect.objectContaining({ name: 'JournalMissingError' }),
    );
    const owner = run([process.execPath, child, directory, String(few)]);
    await owner.until((lines) => acknowledged(lines).length > 20);
    const reader = openSqliteJournal({ directory, readOnly: true });
    const seen = acknowledged(owner.lines);
    expect((await reader.readAll({ position: 0 })).length).toBeGreaterThanOrEqual(seen.length);
    await expect(reader.commit({ execution: 'a', expectedSeq: 0, events: [], timers: [] })).rejects.toMatchObject({
      name: 'ReadOnlyJournalError',
    });
    await owner.kill();
    expect((await reader.readAll({ position: 0 })).length).toBeGreaterThanOrEqual(seen.length);
    await reader.close();
  });
});

describe.each([
  { commits: 'few commits at a time', lanes: few },
  { commits: 'many commits at a time', lanes: many },
])('$commits', ({ lanes }) => {
  test('what was acknowledged before kill -9 is there, once, with its timers', async () => {
    for (const [index, delay] of (lanes === few ? [20, 45, 80, 130, 200] : [60, 250]).entries()) {
      const folder = join(directory, `kill-${index}`);
      const owner = run([process.execPath, child, folder, String(lanes)]);
      // However slow the disk is, there is something that can be lost.
      await owner.until((lines) => acknowledged(lines).length > 10);
      await setTimeout(delay);
      await owner.kill();
      expect(await wrongIn(folder, owner.lines)).toEqual([]);
    }
  });

  test('a write that fails is fatal: nothing is acknowledged after it', async () => {
    const owner = run([
      'sh',
      '-c',
      'ulimit -f 1500 && exec "$0" "$@"',
      process.execPath,
      child,
      directory,
      String(lanes),
    ]);
    await owner.until((lines) => lines.includes('gave up'));
    await owner.kill();
    expect(afterFirstRefusal(owner.lines)).toEqual(['refused JournalFailedError', 'gave up']);
    expect(await wrongIn(directory, owner.lines)).toEqual([]);
  });

  describe.skipIf(!hasTracer)('with system calls that fail (needs strace)', () => {
    test('every group is synced before it is acknowledged', async () => {
      const trace = join(directory, 'trace');
      const traced = [tracer, '-f', '-qq', '-o', trace, '-e', 'trace=fsync,fdatasync'];
      const owner = run([...traced, process.execPath, child, join(directory, 'data'), String(lanes)]);
      await owner.until((lines) => acknowledged(lines).length > 200);
      await owner.kill();
      const syncs = readFileSync(trace, 'utf8').match(/sync\(/g) ?? [];
      expect(syncs.length).toBeGreaterThan(acknowledged(owner.lines).length / lanes - 1);
    });

    test('a sync that fails is fatal: nothing is acknowledged after it', async () => {
      const owner = run([
        ...inject('fsync,fdatasync:error=EIO:when=40+'),
        process.execPath,
        child,
        directory,
        String(lanes),
      ]);
      await owner.until((lines) => lines.includes('gave up'));
      await owner.kill();
      expect(afterFirstRefusal(owner.lines)).toEqual(['refused JournalFailedError', 'gave up']);
      expect(await wrongIn(directory, owner.lines)).toEqual([]);
    });

    test('a full disk refuses commits, and the journal goes on by itself when there is space', async () => {
      const owner = run([
        ...inject('pwrite64:error=ENOSPC:when=300..330'),
        process.execPath,
        child,
        directory,
        String(lanes),
      ]);
      await owner.until((lines) => acknowledged(lines.slice(lines.lastIndexOf('refused DiskFullError'))).length > 100);
      await owner.kill();
      expect(owner.lines.filter((line) => line.startsWith('refused'))).toContain('refused DiskFullError');
      expect(owner.lines).not.toContain('refused JournalFailedError');
      expect(await wrongIn(directory, owner.lines)).toEqual([]);
    });
  });
});

function inject(fault: string): readonly string[] {
  return [tracer, '-f', '-qq', '-o', '/dev/null', '-e', 'trace=pwrite64,fsync,fdatasync', '-e', `inject=${fault}`];
}

/** The different lines from the first refusal on; some commits must have been acknowledged before it. */
function afterFirstRefusal(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.startsWith('refused'));
  return acknowledged(lines.slice(0, first)).length > 10 ? [...new Set(lines.slice(first))] : ['no progress'];
}

/**
 * What is not as it should be: acknowledged commits that are missing, commits that are there twice or without their
 * timer. What was refused, or nobody was told about, is there whole or not at all.
 */
async function wrongIn(folder: string, lines: readonly string[]): Promise<readonly string[]> {
  // Its locks are the last that a killed process gives up, some moments after its output.
  const journal = await vi.waitFor(() => openSqliteJournal({ directory: folder }), { timeout: 60_000, interval: 10 });
  const found = (await journal.readAll({ position: 0 })).map(({ execution }) => execution);
  const armed = (await journal.dueTimers(Number.MAX_SAFE_INTEGER, found.length + 1)).map(({ execution }) => execution);
  await journal.close();
  const [there, timed] = [new Set(found), new Set(armed)];
  const lost = acknowledged(lines).filter((number) => !there.has(`execution-${number}`));
  const halves = found.filter((execution) => !timed.has(execution));
  return [
    ...lost.map((number) => `commit ${number} is lost`),
    ...halves.map((execution) => `${execution} has no timer`),
    ...(there.size === found.length && armed.length === found.length ? [] : ['something is there twice']),
  ];
}

function acknowledged(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.startsWith('ack ')).map((line) => line.slice('ack '.length));
}

interface Running {
  readonly pid: number | undefined;
  readonly lines: string[];
  /** Waits until the lines so far are as wanted; throws when the process ends before. */
  until(isEnough: (lines: readonly string[]) => boolean): Promise<void>;
  kill(): Promise<void>;
}

function run([command = '', ...rest]: readonly string[]): Running {
  const started = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  processes.add(started);
  const gone = once(started, 'exit');
  started.once('exit', () => processes.delete(started));
  const lines: string[] = [];
  const output = createInterface({ input: started.stdout });
  const ended = new Promise<void>((resolve) => output.once('close', resolve));
  output.on('line', (line) => lines.push(line));
  return {
    pid: started.pid,
    lines,
    until: async (isEnough) => {
      while (!isEnough(lines)) {
        const hasEnded = await Promise.race([ended.then(() => true), setTimeout(5, false)]);
        if (hasEnded && !isEnough(lines))
          throw new RangeError(`ended after ${lines.length} lines: ${lines.slice(-3).join()}`);
      }
    },
    kill: async () => {
      if (processes.has(started)) killGroup(started);
      await Promise.all([gone, ended]);
    },
  };
}

/** The tracer and what it traces are one process group. */
function killGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}
