import { fault, FaultError } from '@batonhq/core';
import { parse } from 'csv-parse/sync';

/** A table as it stands in its file: cells as text. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Reads a table from CSV: a heading row, then rows; what stands between columns is what the heading has most of. */
export function readTable(text: string): Table {
  const records: string[][] = parse(text, {
    bom: true,
    delimiter: delimiterOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const [columns, ...rows] = records;
  if (columns === undefined) throw new FaultError(fault('validation', 'the table has no heading row'));
  return { columns, rows };
}

/** Where a column is. Throws what there is instead. */
export function columnOf({ columns }: Table, name: string): number {
  const at = columns.findIndex((column) => column.toLowerCase() === name.toLowerCase());
  if (at >= 0) return at;
  throw new FaultError(fault('validation', `there is no column "${name}"; there are: ${columns.join(', ')}`));
}

/** What stands between columns. */
export function delimiterOf(text: string): string {
  const heading = text.slice(0, Math.max(0, text.indexOf('\n')));
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: heading.split(mark).length }));
  return counts.toSorted((left, right) => right.count - left.count)[0]?.mark ?? ',';
}
