import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Fact, FactCommit, FactStreams, StandingStream } from '@batonhq/core';
import { fromFactRow, fromStandingRow } from './fact-rows.ts';
import { ReadOnlyJournalError } from './read-only-journal-error.ts';
import { toColumn } from './rows.ts';

/** Which facts of a stream to read: those after `seq`, at most `limit` of them. */
export type FactsAfter = Parameters<FactStreams['facts']>[1];

/** As many rows as there are. */
const all = -1;

/** Names sort by code point, and no name contains this one. */
const afterAll = '\u{10FFFF}';

/** Goes from one name to the next, and from a name to its last fact: however many facts there are, one look for each stream. */
const standing = `
WITH RECURSIVE names (stream) AS (
  SELECT min(stream) FROM facts WHERE stream >= :first AND stream < :end
  UNION ALL
  SELECT (SELECT min(stream) FROM facts WHERE stream > names.stream AND stream < :end) FROM names WHERE stream IS NOT NULL
)
SELECT names.stream, (SELECT max(seq) FROM facts WHERE facts.stream = names.stream) AS last, standing.seq, state, crc
FROM names LEFT JOIN standing ON standing.stream = names.stream
WHERE names.stream IS NOT NULL ORDER BY names.stream`;

/** Reads the streams of facts; writing is for the owner of the folder. */
export class FactReads implements FactStreams {
  readonly #facts: StatementSync;
  readonly #standing: StatementSync;

  constructor(database: DatabaseSync) {
    this.#facts = database.prepare(
      'SELECT seq, kind, version, at, body, crc FROM facts WHERE stream = ? AND seq > ? ORDER BY seq LIMIT ?',
    );
    this.#standing = database.prepare(standing);
  }

  async facts(stream: string, after: FactsAfter): Promise<readonly Fact[]> {
    return this.factsNow(stream, after);
  }

  /** Facts of one stream, read here and now. */
  factsNow(stream: string, { seq, limit = all }: FactsAfter): readonly Fact[] {
    return this.#facts.all(toColumn(stream), seq, limit).map((row) => fromFactRow(row, stream));
  }

  async standing(prefix: string): Promise<readonly StandingStream[]> {
    const first = toColumn(prefix);
    return this.#standing.all({ first, end: first + afterAll }).map((row) => fromStandingRow(row));
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
