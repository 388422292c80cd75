import { DatabaseSync } from 'node:sqlite';
import { pragmas, shape, tables } from './reference-schema.ts';

/** An execution, as far as rows need it. */
export type ReferenceStream = { readonly name: string; seq: number; step: number };

/** Writes the rows that the engine would write, by nothing but prepared statements. */
export type ReferenceJournal = {
  /** One transaction around what the work writes, then the sync. */
  readonly commit: (work: () => void) => void;
  readonly event: (stream: ReferenceStream, kind: string) => void;
  /** The start of a step: its claim and timers, as far as they are rows of their own. */
  readonly claim: (stream: ReferenceStream, step: number) => void;
  /** The outcome of a step: its claim and timers go. */
  readonly release: (stream: ReferenceStream, step: number) => void;
  readonly view: (stream: ReferenceStream, phase: string) => void;
  readonly countEvents: () => number;
  readonly close: () => void;
};

/** A stream whose name has the length it has in the engine; names grow in the order of starts, as its ids do. */
export function referenceStream(name: string): ReferenceStream {
  return { name: `execution/${name}`.padEnd(shape.streamBytes, '.'), seq: 0, step: 0 };
}

/** Opens a fresh journal. */
export function openReferenceJournal(path: string): ReferenceJournal {
  const database = new DatabaseSync(path);
  for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`);
  for (const table of tables) database.exec(table);
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const count = database.prepare('SELECT count(*) AS total FROM events');
  return {
    commit: (work) => {
      begin.run();
      work();
      commit.run();
    },
    ...eventWriter(database),
    ...claimWriter(database),
    ...viewWriter(database),
    countEvents: () => Number(count.get()?.['total'] ?? 0),
    close: () => database.close(),
  };
}

function eventWriter(database: DatabaseSync): Pick<ReferenceJournal, 'event'> {
  const insert = database.prepare('INSERT INTO events (stream, seq, kind, at, body) VALUES (?, ?, ?, ?, ?)');
  const body = bodyOf(shape.eventBytes);
  return {
    event: (stream, kind) => {
      stream.seq += 1;
      insert.run(stream.name, stream.seq, kind, Date.now(), body);
    },
  };
}

function claimWriter(database: DatabaseSync): Pick<ReferenceJournal, 'claim' | 'release'> {
  const insert = database.prepare('INSERT INTO claims (stream, step, attempt, body) VALUES (?, ?, 1, ?)');
  const remove = database.prepare('DELETE FROM claims WHERE stream = ? AND step = ?');
  const arm = database.prepare('INSERT INTO timers (stream, timer, due) VALUES (?, ?, ?)');
  const disarm = database.prepare('DELETE FROM timers WHERE stream = ? AND timer = ?');
  const body = bodyOf(shape.claimBytes);
  return {
    claim: ({ name }, step) => {
      if (shape.claimIsRow) insert.run(name, `/do/${step}/step`, body);
      if (shape.timerPerStep) arm.run(name, `/do/${step}/timer`, Date.now() + 60_000);
    },
    release: ({ name }, step) => {
      if (shape.claimIsRow) remove.run(name, `/do/${step}/step`);
      if (shape.timerPerStep) disarm.run(name, `/do/${step}/timer`);
    },
  };
}

function viewWriter(database: DatabaseSync): Pick<ReferenceJournal, 'view'> {
  const upsert = database.prepare(
    `INSERT INTO executions (stream, phase, started_at, ended_at, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (stream) DO UPDATE SET phase = excluded.phase, ended_at = excluded.ended_at, body = excluded.body`,
  );
  const body = bodyOf(shape.viewBytes);
  return {
    view: ({ name }, phase) => {
      const now = Date.now();
      upsert.run(name, phase, now, phase === 'completed' ? now : null, body);
    },
  };
}

function bodyOf(bytes: number): string {
  const empty = JSON.stringify({ value: '' });
  return JSON.stringify({ value: 'x'.repeat(Math.max(bytes - empty.length, 0)) });
}
