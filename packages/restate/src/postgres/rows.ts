import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { fromColumn } from './column-text.ts';
import { DamagedRowError } from './damaged-row-error.ts';

/** A row as the driver hands it out: int8 as numbers, json parsed. */
export type Row = Readonly<Record<string, unknown>>;

/** The text of a column that is never null. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new DamagedRowError(`column ${column} holds no text`);
  return fromColumn(value);
}

/** The text of a column, or null. */
export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

/** The number of a column that is never null. */
export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new DamagedRowError(`column ${column} holds no number`);
  return value;
}

/** The number of a column, or null. */
export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : number(row, column);
}

/** The value of a json column; SQL's null is JSON's. */
export function json(row: Row, column: string): Json {
  const value = row[column];
  if (!isJson(value)) throw new DamagedRowError(`column ${column} holds no JSON`);
  return value;
}

/** The object of a json column. */
export function jsonObject(row: Row, column: string): JsonObject {
  const value = json(row, column);
  if (!isJsonObject(value)) throw new DamagedRowError(`column ${column} holds no JSON object`);
  return value;
}

/** The driver has parsed it, so it is JSON wherever it is anything. */
function isJson(value: unknown): value is Json {
  return value !== undefined && typeof value !== 'function';
}
