import type { DatabaseSync } from 'node:sqlite';
import { type Commit, InvariantError, JournalFailedError, StaleCommitError } from '@batonhq/core';
import type { CommitWriter, PreparedCommit } from './commit-writer.ts';
import { DiskFullError } from './disk-full-error.ts';
import { toEventRow } from './event-row.ts';
import { JournalBusyError } from './journal-busy-error.ts';
import { failureOf, type SqliteFailure } from './sqlite-failure.ts';
import type { Stream, StreamCache } from './stream-cache.ts';
import { Transaction } from './transaction.ts';

interface Waiting extends PreparedCommit {
  readonly fulfil: () => void;
  readonly reject: (reason: unknown) => void;
}

/** What a group needs of its journal. */
export interface GroupCommitParts {
  readonly database: DatabaseSync;
  readonly directory: string;
  readonly streams: StreamCache;
  readonly writer: CommitWriter;
  /** Called when a transaction is durable, before its callers hear of it, with about how many rows it wrote. */
  readonly onDurable: (rows: number) => void;
}

/**
 * Gathers the commits of one turn of the event loop into one transaction with one sync, and tells each caller what
 * became of its own.
 *
 * Invariants:
 * 1. A promise fulfils only after the transaction that holds the commit was synced.
 * 2. A commit that contradicts the journal (stale, or a fact stated twice) is refused alone.
 * 3. After a failed read, write or sync nothing is acknowledged any more: what is on the disk is unknown.
 * 4. A full disk, or somebody else's lock, refuses the group and changes nothing; the next group tries again.
 */
export class GroupCommit {
  readonly #parts: GroupCommitParts;
  readonly #transaction: Transaction;
  #waiting: Waiting[] = [];
  #failure: JournalFailedError | null = null;
  readonly #flush = (): void => this.flush();

  constructor(parts: GroupCommitParts) {
    this.#parts = parts;
    this.#transaction = new Transaction(parts.database);
  }

  /** Why nothing can be committed any more, if so. */
  get failure(): JournalFailedError | null {
    return this.#failure;
  }

  /** Writes what is waiting; from then on every commit is refused. */
  close(): void {
    this.flush();
    this.#failure ??= new JournalFailedError('the journal is closed');
  }

  /** Refuses what is waiting and every commit from now on (3). */
  fail(reason: string): void {
    this.#failure ??= new JournalFailedError(reason);
    const group = this.#waiting;
    this.#waiting = [];
    for (const { reject } of group) reject(this.#failure);
  }

  add(commit: Commit): Promise<void> {
    try {
      if (this.#failure !== null) throw this.#failure;
      const { rows, stream } = this.#prepare(commit);
      if (this.#waiting.length === 0) setImmediate(this.#flush);
      const { promise, resolve: fulfil, reject } = Promise.withResolvers<void>();
      this.#waiting.push({ commit, rows, stream, fulfil, reject });
      return promise;
    } catch (error) {
      return Promise.reject(isAnswer(error) ? error : contradiction(commit, error));
    }
  }

  /** Checks the fence against what is stored and what is waiting, and encodes the events. */
  #prepare(commit: Commit): PreparedCommit {
    const { execution, expectedSeq, events } = commit;
    const stream = this.#streamOf(commit);
    if (stream.seq !== expectedSeq) throw new StaleCommitError(execution, expectedSeq);
    const rows = events.map((recorded, index) => {
      if (recorded.seq !== expectedSeq + index + 1) throw outOfOrder(execution, recorded.seq);
      return toEventRow(stream.seal, recorded);
    });
    stream.seq += rows.length;
    return { commit, rows, stream };
  }

  /** What was only assumed of a new stream does not refuse anybody: the waiting group settles first whether it is one. */
  #streamOf({ execution, expectedSeq }: Commit): Stream {
    const stream = this.#parts.streams.get(execution, expectedSeq);
    if (stream.seq === expectedSeq || stream.number !== 0) return stream;
    this.flush();
    return this.#parts.streams.reload(execution);
  }

  /** Writes what is waiting now. */
  flush(): void {
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    try {
      this.#transaction.run(() => this.#parts.writer.write(group));
    } catch (error) {
      this.#forget();
      return blames(error) ? this.#flushOneByOne(group) : this.#refuse(group, error);
    }
    this.#acknowledge(group);
  }

  /** What was assumed of streams and counters held for a transaction that is no more. */
  #forget(): void {
    this.#parts.streams.clear();
    try {
      this.#parts.writer.reload();
    } catch (error) {
      this.judge(error);
    }
  }

  #acknowledge(group: readonly Waiting[]): void {
    let weight = 0;
    for (const waiting of group) weight += weightOf(waiting);
    this.#parts.streams.age();
    this.#parts.onDurable(weight);
    for (const { fulfil } of group) fulfil();
  }

  /** Somebody in the group contradicts the journal: each commit gets a savepoint of its own to find out who. */
  #flushOneByOne(group: readonly Waiting[]): void {
    const accepted: Waiting[] = [];
    try {
      this.#transaction.run(() => {
        for (const waiting of group) if (this.#tryAlone(waiting)) accepted.push(waiting);
      });
    } catch (error) {
      this.#forget();
      return this.#refuse(accepted, error);
    }
    this.#acknowledge(accepted);
  }

  #tryAlone({ commit, rows, reject }: Waiting): boolean {
    const { execution, expectedSeq } = commit;
    const { streams, writer } = this.#parts;
    const stream = streams.reload(execution);
    if (stream.seq !== expectedSeq) {
      reject(new StaleCommitError(execution, expectedSeq));
      return false;
    }
    try {
      this.#transaction.nested(() => writer.write([{ commit, rows, stream }]));
      stream.seq += rows.length;
      return true;
    } catch (error) {
      if (!blames(error)) throw error;
      streams.forget(execution);
      writer.reload();
      reject(contradiction(commit, error));
      return false;
    }
  }

  #refuse(group: readonly Waiting[], error: unknown): void {
    const reason = this.judge(error);
    for (const { reject } of group) reject(reason);
  }

  /** What a failure of the store means for whoever wrote: it passes (4), or it is the end (3). */
  judge(error: unknown): Error {
    const { kind, message } = failureOf(error);
    const passes = passing(kind, this.#parts.directory);
    if (passes !== null) return passes;
    this.#failure ??= new JournalFailedError(message);
    return this.#failure;
  }
}

function outOfOrder(execution: string, seq: number): InvariantError {
  return new InvariantError(`event ${seq} of execution ${execution} does not follow the one before it`);
}

/** Rows that are about as long as a snapshot, and as a value that has no place in a row. */
const snapshotWeight = 16;
const blobWeight = 64;

function weightOf({ commit, rows }: PreparedCommit): number {
  let weight = rows.length + (commit.snapshot === undefined ? 0 : snapshotWeight);
  for (const { blobs } of rows) weight += blobs.length * blobWeight;
  return weight;
}

/** Failures that pass: nothing was written, and the next group tries again (4). */
function passing(kind: SqliteFailure['kind'], directory: string): Error | null {
  if (kind === 'full') return new DiskFullError(directory);
  return kind === 'busy' ? new JournalBusyError(directory) : null;
}

/** True for what a caller is to hear as it is; anything else says that the commit cannot be written at all. */
function isAnswer(error: unknown): boolean {
  return error instanceof StaleCommitError || error instanceof JournalFailedError || error instanceof InvariantError;
}

/** True when it is the commit that is wrong, not the store. */
function blames(error: unknown): boolean {
  const { kind } = failureOf(error);
  return kind === 'constraint' || kind === 'other';
}

/** A start whose idempotency key another execution has is late, like any commit that others came before. */
function contradiction({ execution, expectedSeq }: Commit, error: unknown): Error {
  const { message } = failureOf(error);
  if (/events\.seq|streams\./.test(message)) return new StaleCommitError(execution, expectedSeq);
  return new InvariantError(`the commit after event ${expectedSeq} of execution ${execution} is unsound: ${message}`);
}
