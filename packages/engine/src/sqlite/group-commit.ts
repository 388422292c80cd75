import type { DatabaseSync } from 'node:sqlite';
import { type Commit, JournalFailedError, StaleCommitError } from '@batonhq/core';
import type { CommitEncoder, PreparedCommit } from './commit-encoder.ts';
import { blamesCommit, contradiction, isAnswer, outOfOrder, passing } from './commit-refusal.ts';
import { toEventRow } from './event-row.ts';
import { writeOneByOne } from './one-by-one.ts';
import { RowWriter, type GroupRows } from './row-writer.ts';
import { failureOf, type SqliteFailure } from './sqlite-failure.ts';
import type { Stream, StreamCache } from './stream-cache.ts';
import { Transaction } from './transaction.ts';
import type { WriterThread, WriterThreadOutcome } from './writer-thread.ts';

interface Waiting extends PreparedCommit {
  readonly fulfil: () => void;
  readonly reject: (reason: unknown) => void;
}

/** What a group needs of its journal. */
export interface GroupCommitParts {
  readonly database: DatabaseSync;
  readonly directory: string;
  readonly streams: StreamCache;
  readonly encoder: CommitEncoder;
  readonly thread: WriterThread;
  /** Called when a transaction is durable, before its callers hear of it, with about how many rows it wrote. */
  readonly onDurable: (rows: number, position: number) => void;
}

/** A group that the thread has to write. */
interface InFlight {
  readonly group: readonly Waiting[];
  readonly rows: GroupRows;
}

/** Commits that are handed to the thread at once, before the turn is over: it writes them while the others still come. */
const enough = 24;

/** Turns with so many commits until the thread is started: a busy hour is worth one, a busy moment is not. */
const busyTurns = 32;

/**
 * Gathers the commits of one turn of the event loop into one transaction with one sync, and tells each caller what
 * became of its own. A lone commit is written at once; under load a thread writes, and the next group gathers meanwhile.
 *
 * Invariants:
 * 1. A promise fulfils only after the transaction that holds the commit was synced.
 * 2. A commit that contradicts the journal (stale, or a fact stated twice) is refused alone.
 * 3. After a failed read, write or sync nothing is acknowledged any more: what is on the disk is unknown.
 * 4. A full disk, or somebody else's lock, refuses the group and changes nothing; the next group tries again.
 * 5. One transaction at a time: while the thread writes, nobody else does (see {@link exclusively} and {@link settle}).
 */
export class GroupCommit {
  readonly #parts: GroupCommitParts;
  readonly #transaction: Transaction;
  readonly #writer: RowWriter;
  #waiting: Waiting[] = [];
  /** What the thread writes, oldest first. */
  #inFlight: InFlight[] = [];
  /** What waits until the thread does not write. */
  #turns: (() => void)[] = [];
  #busyTurns = 0;
  #failure: JournalFailedError | null = null;
  readonly #endTurn = (): void => this.#next();

  constructor(parts: GroupCommitParts) {
    this.#parts = parts;
    this.#transaction = new Transaction(parts.database);
    this.#writer = new RowWriter(parts.database);
  }

  /** Why nothing can be committed any more, if so. */
  get failure(): JournalFailedError | null {
    return this.#failure;
  }

  /** Writes what is waiting; from then on every commit is refused. */
  close(): void {
    this.settle();
    this.#failure ??= new JournalFailedError('the journal is closed');
  }

  /** Refuses what is waiting and every commit from now on (3). */
  fail(reason: string): void {
    this.#failure ??= new JournalFailedError(reason);
    this.#refuse(this.#takeWaiting(), this.#failure);
  }

  add(commit: Commit): Promise<void> {
    try {
      if (this.#failure !== null) throw this.#failure;
      const { rows, stream } = this.#prepare(commit);
      stream.pending += 1;
      if (this.#waiting.length === 0) setImmediate(this.#endTurn);
      const { promise, resolve: fulfil, reject } = Promise.withResolvers<void>();
      this.#waiting.push({ commit, rows, stream, fulfil, reject });
      if (this.#waiting.length >= enough && this.#isOpen) this.#handOver();
      return promise;
    } catch (error) {
      return Promise.reject(isAnswer(error) ? error : contradiction(commit, error));
    }
  }

  /** Does what writes to the database by itself: now, or as soon as the thread has written its group (5). */
  exclusively(work: () => void): void {
    if (this.#inFlight.length === 0) work();
    else this.#turns.push(work);
  }

  /** Writes what is waiting, and returns when nothing is being written any more. */
  settle(): void {
    while (this.#inFlight.length > 0) this.#parts.thread.wait();
    this.#writeHere(this.#takeWaiting());
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

  /** What was only assumed of a new stream does not refuse anybody: what is waiting settles first whether it is one. */
  #streamOf({ execution, expectedSeq }: Commit): Stream {
    const stream = this.#parts.streams.get(execution, expectedSeq);
    if (stream.seq === expectedSeq || stream.isStored) return stream;
    this.settle();
    return this.#parts.streams.reload(execution);
  }

  #takeWaiting(): readonly Waiting[] {
    const group = this.#waiting;
    this.#waiting = [];
    return group;
  }

  /** True when the thread takes groups: it is there, and nobody waits for it to end. */
  get #isOpen(): boolean {
    return this.#parts.thread.isReady && this.#turns.length === 0;
  }

  /** Writes what is waiting at the end of a turn: in the thread when that has something to do, else here. */
  #next(): void {
    if (this.#waiting.length >= enough) this.#noticeLoad();
    if (this.#inFlight.length === 0) this.#writeHere(this.#takeWaiting());
    else if (this.#isOpen) this.#handOver();
  }

  #noticeLoad(): void {
    this.#busyTurns += 1;
    if (this.#busyTurns === busyTurns) this.#parts.thread.start((outcome) => this.#ended(outcome));
  }

  #handOver(): void {
    const group = this.#takeWaiting();
    if (group.length === 0) return;
    try {
      const rows = this.#parts.encoder.encode(group);
      this.#parts.thread.write(rows);
      if (this.#inFlight.length === 0) this.#parts.thread.keepAlive(true);
      this.#inFlight.push({ group, rows });
    } catch (error) {
      this.settle();
      this.#notWritten(group, failureOf(error));
    }
  }

  #ended(outcome: WriterThreadOutcome): void {
    const written = this.#inFlight.splice(0, outcome.kind === 'durable' ? outcome.groups : this.#inFlight.length);
    if (this.#inFlight.length === 0) this.#parts.thread.keepAlive(false);
    const group = written.flatMap((handedOver) => handedOver.group);
    const last = written.at(-1);
    if (outcome.kind === 'gone' && group.length > 0) this.fail('the thread that writes is gone');
    if (this.#failure !== null) this.#refuse(group, this.#failure);
    else if (outcome.kind === 'failed') this.#notWritten([...group, ...this.#takeWaiting()], outcome.failure);
    else if (last !== undefined) this.#acknowledge(group, last.rows.position);
    if (this.#inFlight.length > 0) return;
    for (const work of this.#turns.splice(0)) work();
    if (this.#waiting.length > 0) setImmediate(this.#endTurn);
  }

  /** Writes a group now. */
  #writeHere(group: readonly Waiting[]): void {
    if (group.length === 0) return;
    let rows: GroupRows;
    try {
      rows = this.#parts.encoder.encode(group);
      this.#transaction.run(() => this.#writer.write(rows));
    } catch (error) {
      return this.#notWritten(group, failureOf(error));
    }
    this.#acknowledge(group, rows.position);
  }

  #notWritten(group: readonly Waiting[], failure: SqliteFailure): void {
    this.#forget();
    if (blamesCommit(failure)) this.#writeOneByOne(group);
    else this.#refuse(group, this.#judge(failure));
  }

  /** What was assumed of streams and counters held for a transaction that is no more. */
  #forget(): void {
    this.#parts.streams.clear();
    try {
      this.#parts.encoder.reload();
    } catch (error) {
      this.judge(error);
    }
  }

  #acknowledge(group: readonly Waiting[], position: number): void {
    let weight = 0;
    for (const { commit, rows, stream } of group) {
      weight += weightOf(commit, rows);
      stream.isStored = true;
      stream.pending -= 1;
    }
    this.#parts.streams.age();
    this.#parts.onDurable(weight, position);
    for (const { fulfil } of group) fulfil();
  }

  /** Somebody in the group contradicts the journal. */
  #writeOneByOne(group: readonly Waiting[]): void {
    const { streams, encoder } = this.#parts;
    const accepted: Waiting[] = [];
    try {
      const parts = { transaction: this.#transaction, writer: this.#writer, streams, encoder };
      accepted.push(...writeOneByOne(parts, group));
    } catch (error) {
      this.#forget();
      return this.#refuse(group, this.judge(error));
    }
    this.#acknowledge(accepted, encoder.position);
  }

  #refuse(group: readonly Waiting[], reason: Error): void {
    for (const { reject } of group) reject(reason);
  }

  /** What a failure of the store means for whoever wrote: it passes (4), or it is the end (3). */
  judge(error: unknown): Error {
    return this.#judge(failureOf(error));
  }

  #judge({ kind, message }: SqliteFailure): Error {
    const passes = passing(kind, this.#parts.directory);
    if (passes !== null) return passes;
    this.#failure ??= new JournalFailedError(message);
    return this.#failure;
  }
}

/** Rows that are about as long as a snapshot, and as a value that has no place in a row. */
const snapshotWeight = 16;
const blobWeight = 64;

function weightOf(commit: Commit, rows: PreparedCommit['rows']): number {
  let weight = rows.length + (commit.snapshot === undefined ? 0 : snapshotWeight);
  for (const { blobs } of rows) weight += blobs.length * blobWeight;
  return weight;
}
