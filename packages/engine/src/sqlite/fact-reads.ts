import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Fact, FactCommit, FactStreams, StandingStream } from '@batonhq/core';
import { fromFactRow, fromStandingRow } from './fact-rows.ts';
import { ReadOnlyJournalError } from './read-only-journal-error.ts';
import { toColumn } from './rows.ts';

/** As many rows as there are. */
const all = -1;

/** Names sort by code point, and no name contains this one. */
const afterAll = '\u{10FFFF}';

/** Reads the streams of facts; writing is for the owner of the folder. */
export class FactReads implements FactStreams {
  readonly #facts: StatementSync;
  readonly #standing: StatementSync;

  constructor(database: DatabaseSync) {
    this.#facts = database.prepare(
      'SELECT seq, kind, version, at, body, crc FROM facts WHERE stream = ? AND seq > ? ORDER BY seq LIMIT ?',
    );
    this.#standing = database.prepare(
      `SELECT heads.stream, last, standing.seq, state, crc
       FROM (SELECT stream, max(seq) AS last FROM facts WHERE stream >= ? AND stream < ? GROUP BY stream) AS heads
       LEFT JOIN standing ON standing.stream = heads.stream ORDER BY heads.stream`,
    );
  }

  async facts(
    stream: string,
    { seq, limit = all }: { readonly seq: number; readonly limit?: number },
  ): Promise<readonly Fact[]> {
    return this.#facts.all(toColumn(stream), seq, limit).map((row) => fromFactRow(row, stream));
  }

  async standing(prefix: string): Promise<readonly StandingStream[]> {
    return this.#standing.all(toColumn(prefix), toColumn(prefix) + afterAll).map((row) => fromStandingRow(row));
  }

  /** @throws {ReadOnlyJournalError} always. */
  append(_commit: FactCommit): Promise<void> {
    return Promise.reject(new ReadOnlyJournalError());
  }

  /** @throws {ReadOnlyJournalError} always. */
  drop(_stream: string): Promise<void> {
    return Promise.reject(new ReadOnlyJournalError());
  }
}
