import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { InvariantError, StaleCommitError, type Fact, type FactCommit } from '@batonhq/core';
import { FactReads, type FactsAfter } from './fact-reads.ts';
import { sealState, toFactColumns } from './fact-rows.ts';
import { number, toColumn } from './rows.ts';
import { Transaction } from './transaction.ts';

interface Waiting {
  readonly commit: FactCommit;
  readonly fulfil: () => void;
  readonly reject: (reason: unknown) => void;
}

/** What the store needs of its journal. */
export interface FactStoreParts {
  readonly database: DatabaseSync;
  /** Why nothing can be committed any more, if so. */
  failure(): Error | null;
  /** What a failure of the store means for whoever wrote. */
  judge(error: unknown): Error;
  /** Does what writes to the database, now or when nobody else does. */
  exclusively(work: () => void): void;
  /** Reads many facts elsewhere, of a stream whose last one is number `last`; null for what is read here. */
  readLong(stream: string, after: FactsAfter, last: number): Promise<readonly Fact[] | null>;
  /** Called when a transaction is durable, with about how many rows it wrote. */
  onDurable(rows: number): void;
}

/**
 * Writes streams of facts. As with executions, the commits of one turn of the event loop share one transaction and one
 * sync, and each caller hears of its own: ten thousand schedules due at once cost a few syncs, not ten thousand.
 */
export class FactStore extends FactReads {
  readonly #parts: FactStoreParts;
  readonly #transaction: Transaction;
  readonly #last: StatementSync;
  readonly #insert: StatementSync;
  readonly #keep: StatementSync;
  readonly #removals: readonly StatementSync[];
  #waiting: Waiting[] = [];
  readonly #flush = (): void => this.#parts.exclusively(() => this.flush());

  constructor(parts: FactStoreParts) {
    const { database } = parts;
    super(database);
    this.#parts = parts;
    this.#transaction = new Transaction(database);
    this.#last = database.prepare('SELECT coalesce(max(seq), 0) AS seq FROM facts WHERE stream = ?');
    this.#insert = database.prepare(
      'INSERT INTO facts (stream, seq, kind, version, at, body, crc) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#keep = database.prepare(
      `INSERT INTO standing (stream, seq, state, crc) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET seq = excluded.seq, state = excluded.state, crc = excluded.crc`,
    );
    this.#removals = ['facts', 'standing'].map((table) => database.prepare(`DELETE FROM ${table} WHERE stream = ?`));
  }

  override async facts(stream: string, after: FactsAfter): Promise<readonly Fact[]> {
    const long = await this.#parts.readLong(stream, after, this.#lastOf(stream));
    return long ?? this.factsNow(stream, after);
  }

  override append(commit: FactCommit): Promise<void> {
    const failure = this.#parts.failure();
    if (failure !== null) return Promise.reject(failure);
    return new Promise((fulfil, reject) => {
      if (this.#waiting.length === 0) setImmediate(this.#flush);
      this.#waiting.push({ commit, fulfil, reject });
    });
  }

  override drop(stream: string): Promise<void> {
    return new Promise((fulfil, reject) => {
      this.#parts.exclusively(() => {
        try {
          this.#drop(stream);
          fulfil();
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #drop(stream: string): void {
    this.flush();
    const failure = this.#parts.failure();
    if (failure !== null) throw failure;
    let rows = 0;
    try {
      this.#transaction.run(() => {
        for (const statement of this.#removals) rows += Number(statement.run(toColumn(stream)).changes);
      });
    } catch (error) {
      throw this.#parts.judge(error);
    }
    this.#parts.onDurable(rows);
  }

  /** Writes what is waiting now. A commit that contradicts its stream is refused alone. */
  flush(): void {
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    const failure = this.#parts.failure();
    if (failure !== null) return refuse(group, failure);
    const accepted: Waiting[] = [];
    try {
      this.#transaction.run(() => {
        for (const waiting of group) if (this.#write(waiting)) accepted.push(waiting);
      });
    } catch (error) {
      return refuse(group, this.#parts.judge(error));
    }
    this.#parts.onDurable(accepted.reduce((rows, { commit }) => rows + commit.facts.length + 1, 0));
    for (const { fulfil } of accepted) fulfil();
  }

  #write({ commit, reject }: Waiting): boolean {
    const problem = this.#problemOf(commit);
    if (problem !== null) {
      reject(problem);
      return false;
    }
    const { facts, state } = commit;
    const stream = toColumn(commit.stream);
    for (const fact of facts) this.#insert.run(stream, ...toFactColumns(commit.stream, fact));
    const seq = commit.expectedSeq + facts.length;
    const json = JSON.stringify(state);
    this.#keep.run(stream, seq, json, sealState(commit.stream, seq, json));
    return true;
  }

  /** Number of the last fact of a stream; 0 when there is none. */
  #lastOf(stream: string): number {
    return number(this.#last.get(toColumn(stream)) ?? {}, 'seq');
  }

  #problemOf({ stream, expectedSeq, facts }: FactCommit): Error | null {
    if (this.#lastOf(stream) !== expectedSeq) return new StaleCommitError(stream, expectedSeq);
    const misplaced = facts.find(({ seq }, index) => seq !== expectedSeq + index + 1);
    return misplaced === undefined
      ? null
      : new InvariantError(`fact ${misplaced.seq} of ${stream} does not follow the one before it`);
  }
}

function refuse(group: readonly Waiting[], reason: Error): void {
  for (const { reject } of group) reject(reason);
}
