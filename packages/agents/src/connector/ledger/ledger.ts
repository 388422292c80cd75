import { fault, FaultError } from '@batonhq/core';
import { parse } from 'csv-parse/sync';
import type { MonthOfMoney } from '../../tool/finance/cash-flow.ts';
import { delimiterOf } from '../table/table.ts';

/** One line of a ledger. `amount` in cents: income above zero, expenses below. */
export interface LedgerEntry {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly amount: number;
  readonly category: string;
  readonly text: string;
  /** Line of the file, from 1. */
  readonly line: number;
}

/** A ledger, and the lines of the file that could not be read, with the reason. */
export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  readonly problems: readonly string[];
}

const columns = {
  date: ['date', 'תאריך'],
  amount: ['amount', 'sum', 'total', 'סכום'],
  category: ['category', 'account', 'type', 'קטגוריה', 'סוג'],
  text: ['description', 'text', 'note', 'details', 'תיאור', 'פירוט'],
} as const;

/**
 * Reads a ledger from CSV: a heading row with a date and an amount (in English or Hebrew), then one row per entry, `,`
 * or `;` between columns, amounts such as `1,234.50`, `-20` or `(20)`. Rows that cannot be read are listed, not guessed.
 *
 * @throws {FaultError} validation, when the needed columns are missing.
 */
export function readLedger(text: string): Ledger {
  const rows: { readonly record: readonly string[]; readonly line: number }[] = [];
  parse(text, {
    bom: true,
    delimiter: delimiterOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    on_record(record: string[], { lines }) {
      rows.push({ record, line: lines });
      return null;
    },
  });
  const [heading, ...body] = rows;
  const at = placesIn(heading?.record ?? []);
  const entries: LedgerEntry[] = [];
  const problems: string[] = [];
  for (const { record, line } of body) {
    const date = isoDate(record[at.date] ?? '');
    const amount = cents(record[at.amount] ?? '');
    if (date === null) problems.push(`line ${line}: "${record[at.date] ?? ''}" is no date`);
    else if (amount === null) problems.push(`line ${line}: "${record[at.amount] ?? ''}" is no amount`);
    else
      entries.push({
        date,
        amount,
        category: record[at.category] ?? '',
        text: record[at.text] ?? '',
        line,
      });
  }
  return { entries, problems };
}

/** Income and expenses of every month from the first entry to the last, months without entries included. */
export function monthsOf(entries: readonly LedgerEntry[]): readonly MonthOfMoney[] {
  const byMonth = Map.groupBy(entries, ({ date }) => date.slice(0, 7));
  const known = [...byMonth.keys()].toSorted();
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return [];
  const months: MonthOfMoney[] = [];
  for (let month = first; month <= last; month = nextMonth(month)) {
    const amounts = (byMonth.get(month) ?? []).map(({ amount }) => amount);
    const income = amounts.reduce((sum, amount) => sum + Math.max(0, amount), 0);
    const expenses = amounts.reduce((sum, amount) => sum + Math.max(0, -amount), 0);
    months.push({ month, income, expenses });
  }
  return months;
}

function placesIn(heading: readonly string[]): Readonly<Record<keyof typeof columns, number>> {
  const names = heading.map((name) => name.toLowerCase());
  const place = (of: keyof typeof columns): number =>
    names.findIndex((name) => columns[of].some((known) => known === name));
  for (const name of ['date', 'amount'] as const)
    if (place(name) < 0)
      throw new FaultError(
        fault('validation', `a ledger needs a column "${name}"; this one has: ${heading.join(', ') || 'no heading'}`),
      );
  return { date: place('date'), amount: place('amount'), category: place('category'), text: place('text') };
}

/** `2026-01-31`, `31/01/2026` or `31.1.2026`: day before month, as in most of the world. */
function isoDate(written: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(written);
  const local = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(written);
  const [year, month, day] = iso === null ? [local?.[3], local?.[2], local?.[1]] : [iso[1], iso[2], iso[3]];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
    ? date.toISOString().slice(0, 10)
    : null;
}

function cents(written: string): number | null {
  const plain = written.replace(/[\s₪$€£,]/g, '').replace(/^\((.+)\)$/, '-$1');
  return /^-?\d+(?:\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}
