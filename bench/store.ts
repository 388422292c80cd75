/**
 * The journal alone, beside a bare loop that writes the very same rows in the same batches: what encoding, the fence and
 * group commit cost. `node bench/store.ts`.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Commit, ExecutionEvent, Journal } from '@batonhq/core';
import { openSqliteJournal } from '@batonhq/engine';
import { BenchError } from './bench-error.ts';
import { median } from './measurement.ts';
import { workFolder } from './work-folder.ts';

const lanes = 100;
const steps = 10;
const generations = 10;
const rounds = 7;
const lone = 2_500;
/** Rounds and lone commits that only warm up: the code is compiled, the log has reached its length. */
const warmRounds = 2;
const warmLone = 1_000;
const definition = { namespace: 'bench', name: 'steps', version: '1.0.0', hash: '0'.repeat(64) };
const origin = { tenant: 'local', user: 'local', priority: 5 };

interface Cost {
  readonly ms: number;
  readonly micros: number;
}

using folder = workFolder('store');
await main();

async function main(): Promise<void> {
  const template = join(folder.path, 'template');
  await openSqliteJournal({ directory: template }).close();
  const names = Array.from({ length: warmRounds + rounds }, (_, round) => `groups-${round}`);
  const loads: Load[] = [];
  for (const name of names) loads.push(await measureStore(name));
  const replays = loads.map((done) => measureBare(template, done));
  const pairs = replays.slice(warmRounds);
  const rows = pairs[0]?.rows ?? 0;
  const per = (pick: (pair: (typeof pairs)[number]) => number): number => median(pairs.map(pick));
  const commits = lanes * generations * (steps + 1);
  console.log(`groups of ${lanes} commits, ${rows} event rows, median of ${rounds}`);
  console.log(
    `  store  ${line(
      per(({ store }) => store.ms),
      per(({ store }) => store.micros),
      { commits, rows },
    )}`,
  );
  console.log(
    `  bare   ${line(
      per(({ bare }) => bare.ms),
      per(({ bare }) => bare.micros),
      { commits, rows },
    )}`,
  );
  console.log(
    `  throughput, store to bare: ${per(({ store, bare }) => bare.ms / store.ms).toFixed(2)} (at least 0.75)`,
  );
  console.log(`  processor, bare to store: ${per(({ store, bare }) => bare.micros / store.micros).toFixed(2)}`);
  const { store, bare } = await measureLone(template);
  console.log(`lone commits of 2 events, median of ${lone - warmLone}`);
  console.log(
    `  store ${store.toFixed(4)} ms, bare ${bare.toFixed(4)} ms, ratio ${(store / bare).toFixed(3)} (at most 1.05)`,
  );
}

function line(
  ms: number,
  micros: number,
  { commits, rows }: { readonly commits: number; readonly rows: number },
): string {
  return `${Math.round(commits / (ms / 1_000))} commits/s, ${(micros / rows).toFixed(2)} µs processor time per row`;
}

interface Load {
  readonly directory: string;
  readonly store: Cost;
  /** Event rows in each group. */
  readonly sizes: readonly number[];
}

/** One load through the journal. Commits are made just before they are committed, as an engine does, and not counted. */
async function measureStore(name: string): Promise<Load> {
  const directory = join(folder.path, name);
  const journal = openSqliteJournal({ directory });
  const store = { ms: 0, micros: 0 };
  const sizes: number[] = [];
  for (let turn = 0; turn < generations * (steps + 1); turn++) {
    const commits = group(`${name}-${Math.floor(turn / (steps + 1))}`, turn % (steps + 1));
    const { ms, micros } = await cost(async () => commits.map((commit) => journal.commit(commit)).at(-1));
    store.ms += ms;
    store.micros += micros;
    sizes.push(commits.reduce((sum, { events }) => sum + events.length, 0));
  }
  await journal.close();
  return { directory, store, sizes };
}

/** What all lanes of a generation do in one turn: start, or an outcome and the next claim, or the end. */
function group(label: string, step: number): readonly Commit[] {
  return Array.from({ length: lanes }, (_, lane) => transition(`${label}-${String(lane).padStart(20, '0')}`, step));
}

function transition(execution: string, step: number): Commit {
  const seq = step * 2;
  const at = 1_763_700_000_000 + seq;
  const events = eventsOf(step).map((event, index) => ({ seq: seq + index + 1, at, event }));
  return { execution, expectedSeq: seq, events, timers: [] };
}

function eventsOf(step: number): readonly ExecutionEvent[] {
  const input = { order: 'ord-0123456789', amount: 42, items: ['a', 'b'] };
  const completed = { kind: 'task.completed', task: `step-${step - 1}`, output: { ...input, step } } as const;
  const claimed = {
    kind: 'task.started',
    task: `step-${step}`,
    effect: { kind: 'function', name: 'charge', input },
  } as const;
  if (step === 0) return [{ kind: 'execution.started', definition, input, origin }, claimed];
  return step === steps ? [completed, { kind: 'execution.completed' }] : [completed, claimed];
}

/** Writes the rows of a closed journal again, in the batches in which they were written. */
function measureBare(template: string, { directory, store, sizes }: Load) {
  const from = new DatabaseSync(join(directory, 'journal.db'), { readOnly: true });
  const all = (sql: string) =>
    from
      .prepare(sql)
      .all()
      .map((row) => Object.values(row));
  const [events, streams] = [
    all('SELECT * FROM events ORDER BY position'),
    all('SELECT * FROM streams ORDER BY stream'),
  ];
  from.close();
  if (sizes.reduce((sum, size) => sum + size, 0) !== events.length) throw new BenchError('rows are missing');
  const target = bareDatabase(template, `${directory}.bare.db`);
  let next = 0;
  const bare = costOf(() => {
    for (const [index, size] of sizes.entries()) {
      target.begin.run();
      if (index % (steps + 1) === 0) for (const row of streams.splice(0, lanes)) target.stream.run(...row);
      for (const row of events.slice(next, next + size)) target.event.run(...row);
      target.commit.run();
      next += size;
    }
  });
  target.database.close();
  return { store, bare, rows: events.length };
}

/** A database with the tables and settings of the journal, and nothing but statements. */
function bareDatabase(template: string, file: string) {
  copyFileSync(join(template, 'journal.db'), file);
  const database = new DatabaseSync(file);
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY',
  );
  return {
    database,
    begin: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    stream: database.prepare('INSERT INTO streams VALUES (?, ?, ?, ?, ?)'),
    event: database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
  };
}

/** Lone commits through the journal and through bare statements, in turns, so that both meet the same disk. */
async function measureLone(template: string) {
  const journal = openSqliteJournal({ directory: join(folder.path, 'lone') });
  const target = bareDatabase(template, join(folder.path, 'lone.bare.db'));
  const body = JSON.stringify({ output: { order: 'ord-0123456789', amount: 42, items: ['a', 'b'] }, step: 1 });
  const timings: { store: number; bare: number }[] = [];
  for (let index = 0; index < lone; index++) {
    const store = await timeCommit(journal, index);
    const started = performance.now();
    target.begin.run();
    for (const seq of [1, 2])
      target.event.run(
        index * 2 + seq,
        1,
        index * 2 + seq,
        'task.completed',
        1,
        index,
        `step-${seq}-${index}`,
        2,
        body,
        null,
        1,
      );
    target.commit.run();
    timings.push({ store, bare: performance.now() - started });
  }
  target.database.close();
  await journal.close();
  const measured = timings.slice(warmLone);
  return { store: median(measured.map(({ store }) => store)), bare: median(measured.map(({ bare }) => bare)) };
}

async function timeCommit(journal: Journal, index: number): Promise<number> {
  const events = [1, 2].map((nth) => {
    const event: ExecutionEvent = {
      kind: 'task.completed',
      task: `step-${nth}-${index}`,
      output: { order: 'ord-0123456789', amount: 42, items: ['a', 'b'] },
    };
    return { seq: index * 2 + nth, at: index, event };
  });
  const commit: Commit = { execution: 'lone', expectedSeq: index * 2, events, timers: [] };
  const started = performance.now();
  await journal.commit(commit);
  return performance.now() - started;
}

async function cost(work: () => Promise<unknown>): Promise<Cost> {
  const stop = clock();
  await work();
  return stop();
}

function costOf(work: () => void): Cost {
  const stop = clock();
  work();
  return stop();
}

function clock(): () => Cost {
  const before = process.cpuUsage();
  const started = performance.now();
  return () => {
    const ms = performance.now() - started;
    const { user, system } = process.cpuUsage(before);
    return { ms, micros: user + system };
  };
}
