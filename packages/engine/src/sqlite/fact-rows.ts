import { crc32 } from 'node:zlib';
import type { Fact, JsonObject, StandingStream } from '@batonhq/core';
import { number, numberOrNull, text, textOrNull, toColumn, type Row } from './rows.ts';
import { SqliteDamagedError } from './sqlite-damaged-error.ts';

/** A fact as it goes into the table `facts`: seq, kind, version, at, body and check sum. */
export type FactColumns = readonly [number, string, number, number, string, number];

/** Writes a fact as columns. */
export function toFactColumns(stream: string, { seq, at, kind, version, fields }: Fact): FactColumns {
  const body = JSON.stringify(fields);
  return [seq, toColumn(kind), version, at, body, sealFact(stream, [seq, kind, version, at, body])];
}

/**
 * Reads a fact back.
 *
 * @throws {SqliteDamagedError} when the row is not what was written.
 */
export function fromFactRow(row: Row, stream: string): Fact {
  const [seq, at, version] = [number(row, 'seq'), number(row, 'at'), number(row, 'version')];
  const [kind, body] = [text(row, 'kind'), text(row, 'body')];
  if (sealFact(stream, [seq, kind, version, at, body]) !== number(row, 'crc'))
    throw new SqliteDamagedError(`fact ${seq} of ${stream} is not what was written`);
  const fields: JsonObject = JSON.parse(body);
  return { seq, at, kind, version, fields };
}

/** The check sum of a kept state. */
export function sealState(stream: string, seq: number, state: string): number {
  return crc32(`${stream}\n${seq}\n${state}`);
}

/** A stream with its last number, and its state when one of this moment was kept unharmed. */
export function fromStandingRow(row: Row): StandingStream {
  const [stream, seq] = [text(row, 'stream'), number(row, 'last')];
  const kept = textOrNull(row, 'state');
  const isSound =
    kept !== null && numberOrNull(row, 'seq') === seq && sealState(stream, seq, kept) === number(row, 'crc');
  const state: JsonObject | null = isSound ? JSON.parse(kept) : null;
  return { stream, seq, state };
}

function sealFact(stream: string, placed: readonly (string | number)[]): number {
  return crc32(`${stream}\n${placed.join('\n')}`);
}
