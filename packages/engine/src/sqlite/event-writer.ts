import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** Rows of one statement. What a statement costs by itself is a good part of what a row costs; so they share it. */
const batch = 8;

const columns = 'position, stream, seq, kind, version, at, subject, fact, body, large, crc';
const width = columns.split(',').length;

/** Writes rows of events, several with one statement. */
export class EventWriter {
  readonly #one: StatementSync;
  readonly #many: StatementSync;

  constructor(database: DatabaseSync) {
    this.#one = database.prepare(insert(1));
    this.#many = database.prepare(insert(batch));
  }

  /** Rows one after the other, each with its values in the order of the columns. */
  write(rows: readonly SQLInputValue[]): void {
    let at = 0;
    for (; at + batch * width <= rows.length; at += batch * width)
      this.#many.run(...rows.slice(at, at + batch * width));
    for (; at < rows.length; at += width) this.#one.run(...rows.slice(at, at + width));
  }
}

function insert(rows: number): string {
  const row = `(${Array.from({ length: width }, () => '?').join()})`;
  return `INSERT INTO events (${columns}) VALUES ${Array.from({ length: rows }, () => row).join()}`;
}
