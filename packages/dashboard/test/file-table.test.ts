/** A table that somebody wrote is read as they meant it, and nothing of it is lost where they did not say what they meant. */
import { expect, test } from 'vitest';
import { csvRows } from '../app/pages/execution/csv-rows.ts';

test.for([
  [
    'a,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'שם;סכום\nדנה;"1;5"\n\n',
    [
      ['שם', 'סכום'],
      ['דנה', '1;5'],
    ],
  ],
  [
    'a\tb\tc, d\n1\t\t',
    [
      ['a', 'b', 'c, d'],
      ['1', '', ''],
    ],
  ],
  [
    'a,b\n"x ""y""\nz",\n',
    [
      ['a', 'b'],
      ['x "y"\nz', ''],
    ],
  ],
  [
    'a,b\nsays "no", 2\n',
    [
      ['a', 'b'],
      ['says "no"', ' 2'],
    ],
  ],
  ['a,b\n"no end, 2\n3,4', [['a', 'b'], ['no end, 2\n3,4']]],
  ['', []],
] as const)('%j', ([text, rows]) => {
  expect(csvRows(text)).toEqual(rows);
});

test('a hostile table takes no longer than its length', () => {
  expect(csvRows('"a\n""'.repeat(100_000))).toHaveLength(50_000);
  expect(csvRows('"'.repeat(300_001))).toEqual([['"'.repeat(150_000)]]);
});
