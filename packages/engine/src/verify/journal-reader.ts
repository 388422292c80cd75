import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { CatalogEntry, JsonObject, Phase } from '@batonhq/core';
import { Catalog } from '../sqlite/catalog.ts';
import { openReader } from '../sqlite/connection.ts';
import { ExecutionList } from '../sqlite/execution-list.ts';
import { fromFactRow, sealState } from '../sqlite/fact-rows.ts';
import { fileSize } from '../sqlite/file-system.ts';
import { readHead } from '../sqlite/head-file.ts';
import { inspect, inspectFile } from '../sqlite/inspection.ts';
import { JournalMissingError } from '../sqlite/journal-missing-error.ts';
import { Reads } from '../sqlite/reads.ts';
import { number, text, toColumn } from '../sqlite/rows.ts';
import type { StoredExecution } from './examined.ts';
import type { StoredStream } from './fact-streams.ts';

/**
 * One moment of a journal, read as it is: everything comes from the same read transaction, so that an owner that works
 * meanwhile changes nothing that is seen here.
 */
export class JournalReader {
  readonly #database: DatabaseSync;
  readonly #reads: Reads;
  readonly #list: ExecutionList;
  readonly #catalog: Catalog;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec('BEGIN');
    this.#reads = new Reads(database);
    this.#list = new ExecutionList(database);
    this.#catalog = new Catalog(database);
  }

  /** Ids of all streams, oldest first. */
  ids(): readonly string[] {
    return this.#database
      .prepare('SELECT id FROM streams WHERE stream NOT IN (SELECT stream FROM dropped_executions) ORDER BY stream')
      .all()
      .map((row) => text(row, 'id'));
  }

  /** Everything stored about one execution. Throws when a row is not what was written. */
  execution(id: string): StoredExecution {
    return {
      id,
      events: this.#reads.read(id, { seq: 0 }),
      row: this.#list.one(id),
      timers: this.#all('timer, due', 'timers', id).map((row) => ({
        timer: text(row, 'timer'),
        due: number(row, 'due'),
      })),
      listens: this.#all('type', 'listens', id).map((row) => text(row, 'type')),
      snapshot: this.#reads.load(id)?.snapshot ?? null,
      children: this.#list
        .page({ parent: id, limit: -1 })
        .map((child): Child => ({ id: child.id, phase: child.phase })),
    };
  }

  /** Names of the streams beside those of executions. */
  factStreams(): readonly string[] {
    return this.#database
      .prepare('SELECT DISTINCT stream FROM facts ORDER BY stream')
      .all()
      .map((row) => text(row, 'stream'));
  }

  /** Everything stored about one of them. Throws when a row is not what was written. */
  factStream(stream: string): StoredStream {
    const rows = this.#database
      .prepare('SELECT seq, kind, version, at, body, crc FROM facts WHERE stream = ? ORDER BY seq')
      .all(toColumn(stream));
    const facts = rows.map((row) => fromFactRow(row, stream));
    return { stream, facts, kept: this.#keptState(stream, facts.at(-1)?.seq ?? 0) };
  }

  #keptState(stream: string, last: number): StoredStream['kept'] {
    const row = this.#database.prepare('SELECT seq, state, crc FROM standing WHERE stream = ?').get(toColumn(stream));
    if (row === undefined || number(row, 'seq') !== last) return null;
    const json = text(row, 'state');
    if (sealState(stream, last, json) !== number(row, 'crc')) return 'damaged';
    const state: JsonObject = JSON.parse(json);
    return state;
  }

  definition(hash: string): CatalogEntry | null {
    return this.#catalog.byHash(hash);
  }

  /** Problems that SQLite itself finds in the file. */
  structure(): readonly string[] {
    const rows = this.#database.prepare('PRAGMA integrity_check(20)').all();
    return rows.map((row) => text(row, 'integrity_check')).filter((verdict) => verdict !== 'ok');
  }

  close(): void {
    this.#database.close();
  }

  #all(columns: string, table: string, id: string) {
    return this.#database
      .prepare(`SELECT ${columns} FROM ${table} JOIN streams USING (stream) WHERE streams.id = ?`)
      .all(toColumn(id));
  }
}

interface Child {
  readonly id: string;
  readonly phase: Phase;
}

/**
 * Opens the journal of a folder for a look at one moment of it.
 *
 * @throws {JournalMissingError} when there is none.
 * @throws {SqliteDamagedError} when it is not sound, or ends before what was acknowledged.
 */
export function openJournalReader(directory: string): JournalReader {
  const file = join(directory, 'journal.db');
  if ((fileSize(file) ?? 0) === 0) throw new JournalMissingError(directory);
  // The head is written after its commit: read before the database, it is never ahead of it.
  const head = readHead(join(directory, 'journal.head'));
  inspectFile(file);
  const database = openReader(file);
  try {
    inspect(database, file, head);
    return new JournalReader(database);
  } catch (error) {
    database.close();
    throw error;
  }
}
