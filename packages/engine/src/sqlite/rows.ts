import type { SQLOutputValue } from 'node:sqlite';
import { SqliteDamagedError } from './sqlite-damaged-error.ts';

/** A row as the driver hands it out. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** The text of a column that is never null, as it was before {@link toColumn}. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new SqliteDamagedError(`column ${column} holds no text`);
  return fromColumn(value);
}

/** The text of a column, or null. */
export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

/** The number of a column that is never null. */
export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new SqliteDamagedError(`column ${column} holds no number`);
  return value;
}

/** The number of a column, or null. */
export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : number(row, column);
}

const escaped = '\u0001';

/**
 * Text as a column can hold it. SQLite text is UTF-8, which has no lone surrogates: two different names would become
 * the same. Those few are written as JSON behind a mark.
 */
export function toColumn(value: string): string {
  return value.isWellFormed() && !value.startsWith(escaped) ? value : escaped + JSON.stringify(value);
}

/** The inverse of {@link toColumn}. */
export function fromColumn(value: string): string {
  return value.startsWith(escaped) ? String(JSON.parse(value.slice(1))) : value;
}
