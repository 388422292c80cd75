import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue } from 'node:sqlite';
import { pragmas, shape, tables } from './reference-schema.ts';

/** An execution, as far as rows need it. `row` is 0 until its first event is written. */
export type ReferenceStream = { readonly name: string; row: number; seq: number; step: number };

/** The kinds of events that the load has. */
export type ReferenceKind = keyof typeof shape.bodyBytes;

/** Writes the rows that the engine would write, by nothing but prepared statements. */
export type ReferenceJournal = {
  /** One transaction around what the work writes, then the sync. */
  readonly commit: (work: () => void) => void;
  readonly event: (stream: ReferenceStream, kind: ReferenceKind) => void;
  readonly view: (stream: ReferenceStream, phase: 'running' | 'completed') => void;
  readonly countEvents: () => number;
  readonly close: () => void;
};

/** A stream whose name has the length it has in the engine; names grow in the order of starts, as its ids do. */
export function referenceStream(name: string): ReferenceStream {
  return { name: name.padEnd(shape.streamBytes, '.'), row: 0, seq: 0, step: 0 };
}

/** Opens a fresh journal. */
export function openReferenceJournal(path: string): ReferenceJournal {
  const database = new DatabaseSync(path);
  for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`);
  for (const table of tables) database.exec(table);
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const count = database.prepare('SELECT count(*) AS total FROM events');
  const { event, flush } = eventWriter(database);
  return {
    commit: (work) => {
      begin.run();
      work();
      flush();
      commit.run();
    },
    event,
    ...viewWriter(database),
    countEvents: () => Number(count.get()?.['total'] ?? 0),
    close: () => database.close(),
  };
}

const checkSum = 0xf0000000;

/** As many rows with one statement as the engine writes: the ceiling may not be lower than what stands under it. */
const batch = 8;

function eventWriter(database: DatabaseSync): Pick<ReferenceJournal, 'event'> & { readonly flush: () => void } {
  const open = database.prepare('INSERT INTO streams VALUES (?, ?, ?, NULL, ?)');
  const insert = database.prepare(`INSERT INTO events VALUES ${eventRow}`);
  const insertBatch = database.prepare(`INSERT INTO events VALUES ${Array(batch).fill(eventRow).join()}`);
  const facts: { readonly [kind in ReferenceKind]?: number } = shape.facts;
  const bodies = Object.fromEntries(Object.entries(shape.bodyBytes).map(([kind, bytes]) => [kind, bodyOf(bytes)]));
  let rows = 0;
  let position = 0;
  const waiting: SQLInputValue[] = [];
  return {
    event: (stream, kind) => {
      if (stream.row === 0) {
        stream.row = ++rows;
        open.run(stream.row, stream.name, 'local', checkSum);
      }
      stream.seq += 1;
      const subject = kind.startsWith('task') ? `step${stream.seq}` : '';
      const fact = facts[kind] ?? null;
      waiting.push(++position, stream.row, stream.seq, kind, Date.now(), subject, fact, bodies[kind] ?? '', checkSum);
      if (waiting.length === batch * eventValues) insertBatch.run(...waiting.splice(0));
    },
    flush: () => {
      while (waiting.length > 0) insert.run(...waiting.splice(0, eventValues));
    },
  };
}

const eventRow = '(?, ?, ?, ?, 1, ?, ?, ?, ?, NULL, ?)';
const eventValues = eventRow.split('?').length - 1;

function viewWriter(database: DatabaseSync): Pick<ReferenceJournal, 'view'> {
  const upsert = database.prepare(
    `INSERT INTO executions (stream, id, namespace, name, version, hash, tenant, user, priority, phase, started_at,
       ended_at, output)
     VALUES (?, ?, 'bench', 'sequence-10', '1.0.0', ?, 'local', 'local', 5, ?, ?, ?, 'null')
     ON CONFLICT (stream) DO UPDATE SET phase = excluded.phase, ended_at = excluded.ended_at, output = excluded.output`,
  );
  const hash = 'a'.repeat(shape.definitionBytes);
  return {
    view: ({ row, name }, phase) => {
      const now = Date.now();
      upsert.run(row, name, hash, phase, now, phase === 'completed' ? now : null);
    },
  };
}

function bodyOf(bytes: number): string {
  const empty = JSON.stringify({ value: '' });
  return bytes < empty.length ? '{}' : JSON.stringify({ value: 'x'.repeat(bytes - empty.length) });
}
