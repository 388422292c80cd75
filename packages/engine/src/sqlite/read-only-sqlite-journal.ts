import type { DatabaseSync } from 'node:sqlite';
import type {
  CatalogEntry,
  Commit,
  DueTimer,
  ExecutionFilter,
  ExecutionView,
  FactStreams,
  Loaded,
  Phase,
  Positioned,
  PublishedName,
  Recorded,
  StreamJournal,
} from '@batonhq/core';
import { Catalog } from './catalog.ts';
import { ExecutionList } from './execution-list.ts';
import { FactReads } from './fact-reads.ts';
import { namingDamage } from './inspection.ts';
import { ReadOnlyJournalError } from './read-only-journal-error.ts';
import { Reads } from './reads.ts';

type After<K extends string> = Readonly<Record<K, number>> & { readonly limit?: number };

/** Reads the journal of a folder that somebody else may own: sees what was committed, changes nothing. */
export class ReadOnlySqliteJournal implements StreamJournal {
  readonly #database: DatabaseSync;
  readonly #reads: Reads;
  readonly #executions: ExecutionList;
  readonly #catalog: Catalog;
  readonly #facts: FactReads;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#reads = new Reads(database);
    this.#executions = new ExecutionList(database);
    this.#catalog = new Catalog(database);
    this.#facts = new FactReads(database);
  }

  get streams(): FactStreams {
    return this.#facts;
  }

  async load(execution: string): Promise<Loaded | null> {
    return namingDamage('journal.db', () => this.#reads.load(execution));
  }

  async read(execution: string, after: After<'seq'>): Promise<readonly Recorded[]> {
    return namingDamage('journal.db', () => this.#reads.read(execution, after));
  }

  async readAll(after: After<'position'>): Promise<readonly Positioned[]> {
    return namingDamage('journal.db', () => this.#reads.readAll(after));
  }

  async unfinished(): Promise<readonly string[]> {
    return namingDamage('journal.db', () => this.#reads.unfinished());
  }

  async dueTimers(until: number, limit: number): Promise<readonly DueTimer[]> {
    return namingDamage('journal.db', () => this.#reads.dueTimers(until, limit));
  }

  async nextTimer(): Promise<number | null> {
    return namingDamage('journal.db', () => this.#reads.nextTimer());
  }

  async listeners(type: string): Promise<readonly string[]> {
    return namingDamage('journal.db', () => this.#reads.listeners(type));
  }

  async view(execution: string): Promise<ExecutionView | null> {
    return namingDamage('journal.db', () => this.#executions.one(execution));
  }

  async list(filter: ExecutionFilter): Promise<readonly ExecutionView[]> {
    return namingDamage('journal.db', () => this.#executions.page(filter));
  }

  async countByPhase(): Promise<Readonly<Partial<Record<Phase, number>>>> {
    return Object.fromEntries(namingDamage('journal.db', () => this.#executions.countByPhase()));
  }

  async findByIdempotencyKey(tenant: string, key: string): Promise<string | null> {
    return namingDamage('journal.db', () => this.#reads.byIdempotencyKey(tenant, key));
  }

  async definition(hash: string): Promise<CatalogEntry | null> {
    return namingDamage('journal.db', () => this.#catalog.byHash(hash));
  }

  async findDefinition(name: Parameters<StreamJournal['findDefinition']>[0]): Promise<CatalogEntry | null> {
    return namingDamage('journal.db', () => this.#catalog.find(name));
  }

  async published(): Promise<readonly PublishedName[]> {
    return namingDamage('journal.db', () => this.#catalog.published());
  }

  /** @throws {ReadOnlyJournalError} always. */
  commit(_commit: Commit): Promise<void> {
    return Promise.reject(new ReadOnlyJournalError());
  }

  /** @throws {ReadOnlyJournalError} always. */
  keep(_entry: CatalogEntry): Promise<void> {
    return Promise.reject(new ReadOnlyJournalError());
  }

  /** @throws {ReadOnlyJournalError} always. */
  publish(_entry: CatalogEntry): Promise<void> {
    return Promise.reject(new ReadOnlyJournalError());
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }
}
