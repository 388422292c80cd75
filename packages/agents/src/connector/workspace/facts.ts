import { fault, FaultError } from '@batonhq/core';
import { readTable } from '../table/table.ts';

/** A fact somebody wrote down, with its place. */
export type WrittenFact = {
  readonly name: string;
  readonly value: number | string;
  readonly unit: string;
  readonly note: string;
};

/**
 * Reads facts from a table with the columns `item` and `value` (and `unit`, `note`): numbers as numbers.
 *
 * @throws {FaultError} validation, when there are no such columns.
 */
export function readFacts(text: string): readonly WrittenFact[] {
  const { columns, rows } = readTable(text);
  const at = (name: string): number => columns.findIndex((column) => column.toLowerCase() === name);
  const [item, value, unit, note] = ['item', 'value', 'unit', 'note'].map(at);
  if (item === undefined || value === undefined || item < 0 || value < 0)
    throw new FaultError(
      fault('validation', `facts need the columns item and value; these are: ${columns.join(', ')}`),
    );
  return rows
    .filter((row) => (row[item] ?? '') !== '')
    .map((row) => ({
      name: row[item] ?? '',
      value: numberIn(row[value] ?? ''),
      unit: row[unit ?? -1] ?? '',
      note: row[note ?? -1] ?? '',
    }));
}

function numberIn(written: string): number | string {
  const plain = written.replace(/,(?=\d{3}\b)/g, '');
  return /^-?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : written;
}
