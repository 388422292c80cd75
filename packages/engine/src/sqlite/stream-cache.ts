import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { number, text, toColumn } from './rows.ts';
import { sealOfExecution } from './seal.ts';

/** What the writer knows of a stream; `number` is 0 until its first commit is encoded. */
export interface Stream {
  readonly execution: string;
  /** See `sealOfExecution`. */
  readonly seal: number;
  number: number;
  /** False as long as that it is new is only assumed. */
  isStored: boolean;
  /** Commits of it that are not durable yet: what is known of them is nowhere else. */
  pending: number;
  /** Sequence number of the last event, those still in the buffer included. */
  seq: number;
  tenant: string;
  /** False when it certainly has no snapshot: it was begun here, and none was kept since. */
  mayHaveSnapshot: boolean;
}

/** About so many streams are kept, and as many again. */
const generation = 4_096;

/**
 * The last sequence number of the streams in use, so that the fence costs no query. Bounded: what was not asked for
 * during a whole generation is forgotten and read again.
 */
export class StreamCache {
  #young = new Map<string, Stream>();
  #old = new Map<string, Stream>();
  readonly #find: StatementSync;
  readonly #last: StatementSync;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('SELECT stream, tenant FROM streams WHERE id = ?');
    this.#last =
      database.prepare(`SELECT coalesce(max(seq), (SELECT events FROM dropped_executions WHERE stream = ?1), 0) AS seq
       FROM events WHERE stream = ?1`);
  }

  /**
   * The stream of an execution. One that nobody asked for before and that is to be started is taken for new without a
   * look: if it is not, the unique key on its id says so.
   */
  get(execution: string, expectedSeq: number): Stream {
    const young = this.#young.get(execution);
    if (young !== undefined) return young;
    const known = this.#old.get(execution) ?? (expectedSeq === 0 ? null : this.#stored(execution));
    return this.#keep(known ?? unknownStream(execution));
  }

  /** The stream as the database has it, looked up. */
  reload(execution: string): Stream {
    this.forget(execution);
    return this.#keep(this.#stored(execution) ?? unknownStream(execution));
  }

  #stored(execution: string): Stream | null {
    const row = this.#find.get(toColumn(execution));
    if (row === undefined) return null;
    const stream = number(row, 'stream');
    const last = this.#last.get(stream);
    const seq = last === undefined ? 0 : number(last, 'seq');
    return { ...unknownStream(execution), number: stream, isStored: true, seq, tenant: text(row, 'tenant') };
  }

  /** Forgets what was not asked for lately, but for what waits to be written. */
  age(): void {
    if (this.#young.size < generation) return;
    const forgotten = this.#old;
    this.#old = this.#young;
    this.#young = new Map();
    for (const stream of forgotten.values()) if (stream.pending > 0) this.#keep(stream);
  }

  #keep(stream: Stream): Stream {
    this.#young.set(stream.execution, stream);
    return stream;
  }

  /** Drops one stream, because what is known of it may be wrong. */
  forget(execution: string): void {
    this.#young.delete(execution);
    this.#old.delete(execution);
  }

  /** Drops everything: a transaction failed. */
  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}

function unknownStream(execution: string): Stream {
  return {
    execution,
    seal: sealOfExecution(execution),
    number: 0,
    isStored: false,
    pending: 0,
    seq: 0,
    tenant: '',
    mayHaveSnapshot: true,
  };
}
