import type { DatabaseSync } from 'node:sqlite';
import { type CatalogEntry, type Commit, VersionTakenError } from '@batonhq/core';
import { Catalog } from './catalog.ts';
import { Checkpointer } from './checkpointer.ts';
import { CommitWriter } from './commit-writer.ts';
import { GroupCommit } from './group-commit.ts';
import type { HeadFile } from './head-file.ts';
import type { OwnerLock } from './owner-lock.ts';
import { ReadOnlySqliteJournal } from './read-only-sqlite-journal.ts';
import { failureOf } from './sqlite-failure.ts';
import { StreamCache } from './stream-cache.ts';

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
  readonly #writer: CommitWriter;
  readonly #checkpointer: Checkpointer;
  readonly #group: GroupCommit;
  #definitions: number;
  #isClosed = false;

  constructor(parts: SqliteJournalParts) {
    const { database, directory } = parts;
    super(database);
    this.#parts = parts;
    this.#catalog = new Catalog(database);
    this.#definitions = this.#catalog.size;
    this.#writer = new CommitWriter(database);
    this.#checkpointer = new Checkpointer(database);
    this.#group = new GroupCommit({
      database,
      directory,
      streams: new StreamCache(database),
      writer: this.#writer,
      onDurable: (rows) => this.#afterCommit(rows),
    });
  }

  override commit(commit: Commit): Promise<void> {
    return this.#group.add(commit);
  }

  override async publish(entry: CatalogEntry): Promise<void> {
    if (this.#group.failure !== null) throw this.#group.failure;
    if (!this.#publish(entry)) return;
    this.#definitions += 1;
    this.#parts.head.write('definitions', this.#definitions);
  }

  #publish(entry: CatalogEntry): boolean {
    try {
      return this.#catalog.publish(entry);
    } catch (error) {
      throw error instanceof VersionTakenError ? error : this.#group.judge(error);
    }
  }

  /** Writes what is waiting, refuses what comes later, and gives the folder up. */
  override async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { database, head, lock } = this.#parts;
    this.#group.flush();
    // After a failed sync nothing may touch the log any more: closing would copy it and delete it. The process ends soon.
    if (this.#group.failure === null) database.close();
    this.#group.close();
    head.close();
    lock.release();
  }

  #afterCommit(rows: number): void {
    this.#parts.head.write('position', this.#writer.position);
    if (this.#checkpointer.isDue(rows)) setImmediate(() => this.#checkpoint());
  }

  /** A copy that fails for want of space is tried again later: the log still has everything. */
  #checkpoint(): void {
    if (this.#isClosed) return;
    try {
      this.#checkpointer.copy();
    } catch (error) {
      const { kind, message } = failureOf(error);
      if (kind !== 'full' && kind !== 'busy') this.#group.fail(`copying the log failed: ${message}`);
    }
  }
}
