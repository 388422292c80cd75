/** Times people write of, in two languages, read where and when they were written. */
import { describe, expect, test } from 'vitest';
import { timesIn } from '../src/workspace.ts';

const zone = 'Asia/Jerusalem';
// Thursday, 15 January 2026, noon.
const reading = { now: Date.parse('2026-01-15T10:00:00Z'), zone };

function days(text: string): readonly string[] {
  return timesIn(text, reading).map(({ from, until }) => `${shown(from)} ${shown(until)}`);
}

/** As the clocks of the zone show it. */
function shown(instant: number): string {
  const written = new Date(instant + 2 * 3_600_000).toISOString();
  return written.endsWith('T00:00:00.000Z') ? written.slice(0, 10) : written.slice(0, 16);
}

describe('Hebrew', () => {
  test.for([
    ['מה עשינו בדצמבר בתבואות', '2025-12-01 2026-01-01'],
    ['ב־3 בפברואר', '2026-02-03 2026-02-04'],
    ['דצמבר 2024', '2024-12-01 2025-01-01'],
    ['ניפגש מחר', '2026-01-16 2026-01-17'],
    ['אתמול דיברנו', '2026-01-14 2026-01-15'],
    ['ביום שני', '2026-01-19 2026-01-20'],
    ['ביום חמישי', '2026-01-22 2026-01-23'],
    ['בשבוע הבא', '2026-01-18 2026-01-25'],
    ['בחודש שעבר', '2025-12-01 2026-01-01'],
    ['עד 28.2', '2026-02-28 2026-03-01'],
    ['עד 1/12/2025', '2025-12-01 2025-12-02'],
  ] as const)('%s', ([text, expected]) => {
    expect(days(text)).toEqual([expected]);
  });
});

describe('English', () => {
  test.for([
    ['what we did in December', '2025-12-01 2026-01-01'],
    ['tomorrow', '2026-01-16 2026-01-17'],
    ['on 3 February 2026', '2026-02-03 2026-02-04'],
    ['tomorrow at 3pm', '2026-01-16T15:00 2026-01-16T16:00'],
    ['from 2 March 2026 to 4 March 2026', '2026-03-02 2026-03-05'],
  ] as const)('%s', ([text, expected]) => {
    expect(days(text)).toEqual([expected]);
  });
});

test('what is no time is none, and days that do not exist are not either', () => {
  expect(days('שלום לכולם')).toEqual([]);
  expect(days('version 31.2 is out')).toEqual([]);
  expect(days('We may go.')).toEqual([]);
});
