import { decodeEvent, type Recorded } from '@batonhq/core';
import { jsonObject, number, text, type Row } from './rows.ts';

/** Columns that {@link fromEventRow} reads. */
export const eventColumns = 'seq, kind, version, at, subject, body';

/** Reads an event back. */
export function fromEventRow(row: Row): Recorded {
  const stored = {
    kind: text(row, 'kind'),
    version: number(row, 'version'),
    subject: text(row, 'subject'),
    fields: jsonObject(row, 'body'),
  };
  return { seq: number(row, 'seq'), at: number(row, 'at'), event: decodeEvent(stored) };
}
