import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { EventRow } from './event-row.ts';

/** Rows of one statement. What a statement costs by itself is a good part of what a row costs; so they share it. */
const batch = 8;

const columns = 'position, stream, seq, kind, version, at, subject, fact, body, large, crc';
const width = columns.split(',').length;

/** Where an event goes. */
export interface EventPlace {
  readonly position: number;
  /** The number of its stream. */
  readonly stream: number;
}

/** Writes rows of events, several with one statement. What was added is written at {@link flush} at the latest. */
export class EventWriter {
  readonly #one: StatementSync;
  readonly #many: StatementSync;
  readonly #values: SQLInputValue[] = Array.from({ length: batch * width }, () => null);
  #used = 0;

  constructor(database: DatabaseSync) {
    this.#one = database.prepare(insert(1));
    this.#many = database.prepare(insert(batch));
  }

  add({ position, stream }: EventPlace, row: EventRow): void {
    const values = this.#values;
    let next = this.#used;
    values[next++] = position;
    values[next++] = stream;
    values[next++] = row.seq;
    values[next++] = row.kind;
    values[next++] = row.version;
    values[next++] = row.at;
    values[next++] = row.subject;
    values[next++] = row.fact;
    values[next++] = row.body;
    values[next++] = row.large;
    values[next++] = row.crc;
    this.#used = next;
    if (next < values.length) return;
    this.#used = 0;
    this.#many.run(...values);
  }

  /** Writes what is left. */
  flush(): void {
    const used = this.#used;
    this.#used = 0;
    for (let from = 0; from < used; from += width) this.#one.run(...this.#values.slice(from, from + width));
  }

  /** Forgets what was added: its transaction is no more. */
  discard(): void {
    this.#used = 0;
  }
}

function insert(rows: number): string {
  const row = `(${Array.from({ length: width }, () => '?').join()})`;
  return `INSERT INTO events (${columns}) VALUES ${Array.from({ length: rows }, () => row).join()}`;
}
