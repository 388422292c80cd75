import type { DatabaseSync } from 'node:sqlite';
import type { ExecutionView, Recorded } from '@batonhq/core';
import { CommitEncoder, type PreparedCommit } from './commit-encoder.ts';
import { foldStream } from '../fact/fold-stream.ts';
import { fromFactRow, sealState } from './fact-rows.ts';
import { own } from './open.ts';
import { Reads } from './reads.ts';
import { RowWriter } from './row-writer.ts';
import { number, text, type Row } from './rows.ts';
import { folds, foldTables } from './schema.ts';
import { Transaction } from './transaction.ts';

/** What the events of an execution come to. */
export interface FoldedExecution {
  /** Null for a stream that never started. */
  readonly view: ExecutionView | null;
  readonly timers: readonly { readonly timer: string; readonly due: number }[];
  readonly listens: readonly string[];
}

/** Folds the events of one execution, all of them, oldest first. Pure. */
export type FoldExecution = (execution: string, events: readonly Recorded[]) => FoldedExecution;

/**
 * Drops every table that is a fold of the streams and builds it again, all or nothing. Snapshots are dropped too: the
 * engine keeps new ones as it goes.
 *
 * @returns how many executions were folded
 * @throws {FolderInUseError} when somebody works in the folder.
 */
export function rebuildFolds(directory: string, fold: FoldExecution): number {
  const { database, head, lock } = own(directory);
  try {
    let count = 0;
    new Transaction(database).run(() => {
      for (const table of foldTables) database.exec(`DROP TABLE ${table}`);
      database.exec(folds);
      const [reads, writer, encoder] = [new Reads(database), new RowWriter(database), new CommitEncoder(database)];
      for (const row of database
        .prepare(`SELECT stream, id, tenant FROM streams
        WHERE stream NOT IN (SELECT stream FROM dropped_executions) ORDER BY stream`)
        .all()) {
        const execution = text(row, 'id');
        writer.write(encoder.encode([folded(row, fold(execution, reads.read(execution, { seq: 0 })))]));
        count += 1;
      }
      rebuildStanding(database);
    });
    return count;
  } finally {
    database.close();
    head.close();
    lock.release();
  }
}

/** The states that are kept of other streams: tables for people are made of them. */
function rebuildStanding(database: DatabaseSync): void {
  const select = database.prepare('SELECT seq, kind, version, at, body, crc FROM facts WHERE stream = ? ORDER BY seq');
  const keep = database.prepare('INSERT INTO standing (stream, seq, state, crc) VALUES (?, ?, ?, ?)');
  for (const row of database.prepare('SELECT stream, max(seq) AS seq FROM facts GROUP BY stream').all()) {
    const [stream, seq] = [text(row, 'stream'), number(row, 'seq')];
    const state = foldStream(
      stream,
      select.all(stream).map((fact) => fromFactRow(fact, stream)),
    );
    const json = JSON.stringify(state);
    if (state !== null) keep.run(stream, seq, json, sealState(stream, seq, json));
  }
}

function folded(row: Row, { view, timers, listens }: FoldedExecution): PreparedCommit {
  const execution = text(row, 'id');
  const stream = {
    execution,
    seal: 0,
    number: number(row, 'stream'),
    isStored: true,
    pending: 0,
    seq: 0,
    tenant: text(row, 'tenant'),
    mayHaveSnapshot: true,
  };
  const armed = timers.map(({ timer, due }) => ({ kind: 'arm', timer, due }) as const);
  const commit = { execution, expectedSeq: 0, events: [], timers: armed, listens, ...(view !== null && { view }) };
  return { commit, rows: [], stream };
}
