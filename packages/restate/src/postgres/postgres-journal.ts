import { randomUUID } from 'node:crypto';
import {
  JournalFailedError,
  type CatalogEntry,
  type Commit,
  type DueTimer,
  type ExecutionFilter,
  type ExecutionView,
  type Journal,
  type Loaded,
  type Phase,
  type Positioned,
  type PublishedName,
  type Recorded,
} from '@batonhq/core';
import { Catalog } from './catalog.ts';
import { CommitQueue, type Committed } from './commit-queue.ts';
import { Database, type PostgresOptions } from './database.ts';
import { countExecutionsByPhase, listExecutions, viewOfExecution } from './execution-list.ts';
import { openSchema } from './open-schema.ts';
import { prepare } from './prepared-commit.ts';
import { Reads } from './reads.ts';

/**
 * The journal in Postgres. Any number of processes may write to it: the fence keeps them apart.
 *
 * Beyond the contract of `Journal`, {@link commitOnce} takes the identity of a commit from its caller, so that a writer
 * that died between committing and hearing of it recognises its own work.
 */
export class PostgresJournal implements Journal {
  readonly #database: Database;
  readonly #reads: Reads;
  readonly #catalog: Catalog;
  readonly #queue: CommitQueue;
  #isClosed = false;

  /** Connects, and makes the tables where they are missing. Use {@link PostgresJournal.open}. */
  private constructor(database: Database) {
    this.#database = database;
    this.#reads = new Reads(database);
    this.#catalog = new Catalog(database);
    this.#queue = new CommitQueue({
      database,
      recordedBy: ({ execution, expectedSeq: seq, id }) => this.#reads.recordedBy(execution, { seq, id }),
    });
  }

  /**
   * Connects, and makes the tables where they are missing.
   *
   * @throws {ForeignSchemaError} when a newer Baton wrote them, or the server is set up to lose what it said is durable.
   */
  static async open(options: PostgresOptions): Promise<PostgresJournal> {
    const database = new Database(options);
    try {
      await openSchema(database);
    } catch (error) {
      await database.close();
      throw error;
    }
    return new PostgresJournal(database);
  }

  async commit(commit: Commit): Promise<void> {
    await this.commitOnce(commit, randomUUID());
  }

  /**
   * Commits under an identity that its caller chose, at most once: fulfils with null when it was written now, and with
   * the events that are in the journal when a commit with this identity was written in its place before.
   */
  async commitOnce(commit: Commit, id: string): Promise<Committed> {
    return this.#queue.add(prepare(commit, id));
  }

  load(execution: string): Promise<Loaded | null> {
    return this.#reads.load(execution);
  }

  read(execution: string, after: { readonly seq: number; readonly limit?: number }): Promise<readonly Recorded[]> {
    return this.#reads.read(execution, after);
  }

  readAll(after: { readonly position: number; readonly limit?: number }): Promise<readonly Positioned[]> {
    return this.#reads.readAll(after);
  }

  unfinished(): Promise<readonly string[]> {
    return this.#reads.unfinished();
  }

  dueTimers(until: number, limit: number): Promise<readonly DueTimer[]> {
    return this.#reads.dueTimers(until, limit);
  }

  nextTimer(): Promise<number | null> {
    return this.#reads.nextTimer();
  }

  listeners(type: string): Promise<readonly string[]> {
    return this.#reads.listeners(type);
  }

  view(execution: string): Promise<ExecutionView | null> {
    return viewOfExecution(this.#database, execution);
  }

  list(filter: ExecutionFilter): Promise<readonly ExecutionView[]> {
    return listExecutions(this.#database, filter);
  }

  countByPhase(): Promise<Readonly<Partial<Record<Phase, number>>>> {
    return countExecutionsByPhase(this.#database);
  }

  findByIdempotencyKey(tenant: string, key: string): Promise<string | null> {
    return this.#reads.byIdempotencyKey(tenant, key);
  }

  async keep(entry: CatalogEntry): Promise<void> {
    if (this.#isClosed) throw new JournalFailedError('the journal is closed');
    await this.#catalog.keep(entry);
  }

  async publish(entry: CatalogEntry): Promise<void> {
    if (this.#isClosed) throw new JournalFailedError('the journal is closed');
    await this.#catalog.publish(entry);
  }

  definition(hash: string): Promise<CatalogEntry | null> {
    return this.#catalog.byHash(hash);
  }

  findDefinition(wanted: Parameters<Journal['findDefinition']>[0]): Promise<CatalogEntry | null> {
    return this.#catalog.find(wanted);
  }

  published(): Promise<readonly PublishedName[]> {
    return this.#catalog.published();
  }

  /** Writes what is waiting, then disconnects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#queue.stop();
    await this.#database.close();
  }
}
