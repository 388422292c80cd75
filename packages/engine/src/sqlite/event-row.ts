import { decodeEvent, encodeEvent, type ExecutionEvent, type JsonObject, type Recorded } from '@batonhq/core';
import { attach, detach, type Blob } from './large-values.ts';
import { number, text, textOrNull, toColumn, type Row } from './rows.ts';
import { sealEvent, sealOfExecution } from './seal.ts';
import { SqliteDamagedError } from './sqlite-damaged-error.ts';

/** An event as it goes into the table `events`. */
export interface EventRow {
  readonly seq: number;
  readonly kind: string;
  readonly version: number;
  readonly at: number;
  readonly subject: string;
  readonly fact: number | null;
  readonly body: string;
  readonly large: string | null;
  readonly crc: number;
  readonly blobs: readonly Blob[];
}

/** Writes an event as a row; `ofExecution` is the seal of its execution. */
export function toEventRow(ofExecution: number, { seq, at, event }: Recorded): EventRow {
  const { kind, version, subject: plain, fact, fields } = encodeEvent(event);
  const { json: body, large, blobs } = detach(fields);
  const row = { seq, kind, version, at, subject: toColumn(plain), fact, body, large, crc: 0, blobs };
  row.crc = sealEvent(ofExecution, row);
  return row;
}

/**
 * Reads an event back.
 *
 * @throws {SqliteDamagedError} when the row is not what was written.
 */
export function fromEventRow(row: Row, execution: string, blob: (hash: string) => string): Recorded<ExecutionEvent> {
  const stored = {
    seq: number(row, 'seq'),
    kind: text(row, 'kind'),
    version: number(row, 'version'),
    at: number(row, 'at'),
    subject: String(row['subject']),
    body: text(row, 'body'),
    large: textOrNull(row, 'large'),
  };
  if (sealEvent(sealOfExecution(execution), stored) !== number(row, 'crc')) {
    throw new SqliteDamagedError(`event ${stored.seq} of execution ${execution} is not what was written`);
  }
  const { seq, at, kind, version, body, large } = stored;
  const fields = attach<JsonObject>(body, large, blob);
  return { seq, at, event: decodeEvent({ kind, version, subject: text(row, 'subject'), fields }) };
}
