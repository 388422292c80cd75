import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import {
  VersionTakenError,
  type CatalogEntry,
  type Commit,
  type ExecutionFilter,
  type ExecutionView,
  type FactStreams,
  type Journal,
  type Positioned,
  type Recorded,
} from '@batonhq/core';
import { Catalog } from './catalog.ts';
import { Checkpointer } from './checkpointer.ts';
import { CommitEncoder } from './commit-encoder.ts';
import { dropFinished } from './drop-finished.ts';
import { FactStore } from './fact-store.ts';
import { GroupCommit } from './group-commit.ts';
import type { HeadFile } from './head-file.ts';
import { LongReads } from './long-reads.ts';
import type { OwnerLock } from './owner-lock.ts';
import { ReadOnlySqliteJournal } from './read-only-sqlite-journal.ts';
import { ReadThread } from './read-thread.ts';
import { Reads } from './reads.ts';
import type { SqliteFailure } from './sqlite-failure.ts';
import type { RetentionOptions, RetentionPolicy, RetentionReport } from './retention-policy.ts';
import { StreamCache } from './stream-cache.ts';
import { WriterThread } from './writer-thread.ts';

/** What belongs to the owner of a data folder. */
export interface SqliteJournalParts {
  readonly directory: string;
  readonly database: DatabaseSync;
  readonly lock: OwnerLock;
  readonly head: HeadFile;
}

/** The journal of one process on one machine: a SQLite database in a folder that nobody else writes to. */
export class SqliteJournal extends ReadOnlySqliteJournal {
  readonly #parts: SqliteJournalParts;
  readonly #catalog: Catalog;
  readonly #writer: WriterThread;
  readonly #checkpointer: Checkpointer;
  readonly #group: GroupCommit;
  readonly #facts: FactStore;
  readonly #thread: ReadThread;
  readonly #longReads: LongReads;
  #definitions: number;
  #isClosed = false;

  constructor(parts: SqliteJournalParts) {
    const { database, directory } = parts;
    super(database);
    this.#parts = parts;
    this.#catalog = new Catalog(database);
    this.#definitions = this.#catalog.size;
    const file = join(directory, 'journal.db');
    this.#writer = new WriterThread(file);
    this.#checkpointer = new Checkpointer({
      database,
      file,
      exclusively: (work) => this.#group.exclusively(work),
      failed: (failure) => this.#notCopied(failure),
    });
    this.#group = new GroupCommit({
      database,
      directory,
      streams: new StreamCache(database),
      encoder: new CommitEncoder(database),
      thread: this.#writer,
      onDurable: (rows, position) => this.#afterCommit(rows, position),
    });
    this.#thread = new ReadThread(file);
    this.#longReads = new LongReads(this.#thread, new Reads(database));
    this.#facts = new FactStore({
      database,
      readLong: (...asked) => this.#longReads.facts(...asked),
      failure: () => this.#group.failure,
      judge: (error) => this.#group.judge(error),
      exclusively: (work) => this.#group.exclusively(work),
      onDurable: (rows) => this.#checkpointer.written(rows),
    });
  }

  override get streams(): FactStreams {
    return this.#facts;
  }

  override async list(filter: ExecutionFilter): Promise<readonly ExecutionView[]> {
    return (await this.#longReads.list(filter)) ?? super.list(filter);
  }

  override async countByPhase(): ReturnType<Journal['countByPhase']> {
    const counted = await this.#longReads.countByPhase();
    return counted === null ? super.countByPhase() : Object.fromEntries(counted);
  }

  override async read(...[execution, after]: Parameters<Journal['read']>): Promise<readonly Recorded[]> {
    return (await this.#longReads.read(execution, after)) ?? super.read(execution, after);
  }

  override async readAll(after: Parameters<Journal['readAll']>[0]): Promise<readonly Positioned[]> {
    return (await this.#longReads.readAll(after)) ?? super.readAll(after);
  }

  override commit(commit: Commit): Promise<void> {
    return this.#group.add(commit);
  }

  override async keep(entry: CatalogEntry): Promise<void> {
    this.#grow(() => this.#catalog.keep(entry));
  }

  override async publish(entry: CatalogEntry): Promise<void> {
    this.#grow(() => this.#catalog.publish(entry));
  }

  /** Drops finished executions that a policy does not keep. */
  retain(policy: RetentionPolicy, options: RetentionOptions): RetentionReport {
    this.#group.settle();
    if (this.#group.failure !== null) throw this.#group.failure;
    return this.#judged(() => dropFinished(this.#parts.database, policy, options));
  }

  #grow(write: () => number): void {
    this.#group.settle();
    if (this.#group.failure !== null) throw this.#group.failure;
    const grown = this.#judged(write);
    if (grown === 0) return;
    this.#definitions += grown;
    this.#parts.head.write('definitions', this.#definitions);
  }

  #judged<T>(write: () => T): T {
    try {
      return write();
    } catch (error) {
      throw error instanceof VersionTakenError ? error : this.#group.judge(error);
    }
  }

  /** Writes what is waiting, refuses what comes later, and gives the folder up. */
  override async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { database, head, lock } = this.#parts;
    this.#group.settle();
    this.#facts.flush();
    await this.#writer.close();
    await this.#checkpointer.close();
    // After a failed sync nothing may touch the log any more: closing would copy it and delete it. The process ends soon.
    if (this.#group.failure === null) database.close();
    this.#group.close();
    head.close();
    lock.release();
    await this.#thread.close();
  }

  #afterCommit(rows: number, position: number): void {
    this.#parts.head.write('position', position);
    this.#checkpointer.written(rows);
  }

  /** A copy that fails for want of space is tried again later: the log still has everything. */
  #notCopied({ kind, message }: SqliteFailure): void {
    if (kind !== 'full' && kind !== 'busy') this.#group.fail(`copying the log failed: ${message}`);
  }
}
