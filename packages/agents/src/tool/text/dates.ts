import type { Component, ParsedComponents } from 'chrono-node';
import * as chrono from 'chrono-node/en';
import { dayAfter, instantOf, localTime, weekdayOf, type LocalDay } from '../../connector/calendar/local-time.ts';

/** A time that somebody wrote of. Instants in milliseconds since 1970. */
export interface WrittenTime {
  readonly text: string;
  /** Where it stands, in UTF-16 units. */
  readonly index: number;
  readonly from: number;
  /** The end, exclusive: of the hour, the day, the month or the year that was meant. */
  readonly until: number;
}

/** Where and when something is read. */
export interface ReadingTime {
  readonly now: number;
  /** The zone of whoever wrote it. */
  readonly zone: string;
}

const months = [
  'ינואר',
  'פברואר',
  'מרץ|מרס',
  'אפריל',
  'מאי',
  'יוני',
  'יולי',
  'אוגוסט',
  'ספטמבר',
  'אוקטובר',
  'נובמבר',
  'דצמבר',
];
const weekdays = ['ראשון', 'שני', 'שלישי', 'רביעי', 'חמישי', 'שישי', 'שבת'];

const prefix = '(?<![\\u05D0-\\u05EA])[ובלמהש]{0,3}';
const end = '(?![\\u05D0-\\u05EA])';

const ofMonth = new RegExp(
  `(?:(?<day>\\d{1,2})\\s+)?${prefix}(?<month>${months.map((name) => `(?:${name})`).join('|')})${end}(?:\\s+(?<year>\\d{4}))?`,
  'gu',
);
const ofDay = new RegExp(
  `${prefix}(?:(?<word>היום|מחר|מחרתיים|אתמול|שלשום)|יום\\s+(?<weekday>${weekdays.join('|')})|(?<sabbath>שבת))${end}`,
  'gu',
);
const ofWeek = new RegExp(`${prefix}(?<unit>שבוע|חודש|שנה)\\s+(?<which>הבאה?|שעברה?|הזה|הזאת)${end}`, 'gu');
const numeric = /(?<!\d)(?<day>\d{1,2})[./](?<month>\d{1,2})(?:[./](?<year>\d{4}))?(?!\d)/gu;

const steps: Readonly<Record<string, number>> = { היום: 0, מחר: 1, מחרתיים: 2, אתמול: -1, שלשום: -2 };

/**
 * The times a text speaks of, in the order they stand: English by chrono, Hebrew (days, weekdays, months, weeks, numeric
 * dates with the day first) by rules of its own. A month without a year is the last one that has begun where the text
 * speaks of what was, which only its verbs could tell: it is the nearest one to now.
 *
 * @example
 * ```ts
 * import { timesIn } from '@batonhq/agents/workspace';
 *
 * const [december] = timesIn('מה עשינו בדצמבר', { now: Date.UTC(2026, 0, 15), zone: 'Asia/Jerusalem' });
 * console.log(new Date(december?.from ?? 0).toISOString()); // 2025-11-30T22:00:00.000Z
 * ```
 */
export function timesIn(text: string, reading: ReadingTime): readonly WrittenTime[] {
  const today = localTime(reading.now, reading.zone);
  const hebrew = [
    ...match(text, ofMonth, (groups) => monthOf(groups, today)),
    ...match(text, ofDay, (groups) => dayOf(groups, today)),
    ...match(text, ofWeek, (groups) => unitOf(groups, today)),
    ...match(text, numeric, (groups) => numericOf(groups, today)),
  ].map(({ first, last, ...place }) => ({
    ...place,
    from: instantOf(first, 0, reading.zone),
    until: instantOf(dayAfter(last), 0, reading.zone),
  }));
  const taken = (index: number, length: number): boolean =>
    hebrew.some((other) => index < other.index + other.text.length && other.index < index + length);
  const english = englishTimes(text, reading).filter(({ index, text: found }) => !taken(index, found.length));
  return [...hebrew, ...english].toSorted((left, right) => left.index - right.index);
}

/** Days from first to last. */
interface Days {
  readonly first: LocalDay;
  readonly last: LocalDay;
}

type Groups = Readonly<Record<string, string | undefined>>;

function match(
  text: string,
  pattern: RegExp,
  read: (groups: Groups) => Days | null,
): readonly (Days & { readonly text: string; readonly index: number })[] {
  return [...text.matchAll(pattern)].flatMap(({ 0: found, index, groups = {} }) => {
    const days = read(groups);
    return days === null ? [] : [{ ...days, text: found, index }];
  });
}

function monthOf({ day, month = '', year }: Groups, today: LocalDay): Days | null {
  const number = months.findIndex((names) => names.split('|').includes(month)) + 1;
  const written = { year: year === undefined ? nearestYear(number, today) : Number(year), month: number };
  if (day !== undefined) return daysFrom({ ...written, day: Number(day) }, 1);
  return { first: { ...written, day: 1 }, last: shifted({ ...nextMonth(written), day: 1 }, -1) };
}

function dayOf({ word, weekday, sabbath }: Groups, today: LocalDay): Days | null {
  if (word !== undefined) return daysFrom(shifted(today, steps[word] ?? 0), 1);
  const wanted = sabbath === undefined ? weekdays.indexOf(weekday ?? '') : 6;
  const ahead = (wanted - weekdayOf(today) + 7) % 7;
  return daysFrom(shifted(today, ahead === 0 ? 7 : ahead), 1);
}

function unitOf({ unit, which = '' }: Groups, today: LocalDay): Days | null {
  const by = which.startsWith('הבא') ? 1 : which.startsWith('שעבר') ? -1 : 0;
  if (unit === 'שבוע') return daysFrom(shifted(today, by * 7 - weekdayOf(today)), 7);
  if (unit === 'שנה')
    return { first: { year: today.year + by, month: 1, day: 1 }, last: { year: today.year + by, month: 12, day: 31 } };
  const start = new Date(Date.UTC(today.year, today.month - 1 + by, 1));
  const month = { year: start.getUTCFullYear(), month: start.getUTCMonth() + 1 };
  return { first: { ...month, day: 1 }, last: shifted({ ...nextMonth(month), day: 1 }, -1) };
}

function numericOf({ day, month, year }: Groups, today: LocalDay): Days | null {
  const number = Number(month);
  return daysFrom(
    { year: year === undefined ? nearestYear(number, today) : Number(year), month: number, day: Number(day) },
    1,
  );
}

/** Null for days that do not exist. */
function daysFrom(first: LocalDay, count: number): Days | null {
  const real = shifted(first, 0);
  if (real.month !== first.month || real.day !== first.day) return null;
  return { first, last: shifted(first, count - 1) };
}

function nearestYear(month: number, today: LocalDay): number {
  const ahead = (month - today.month + 12) % 12;
  const inThisOrNext = month >= today.month ? today.year : today.year + 1;
  return ahead <= 5 ? inThisOrNext : inThisOrNext - 1;
}

function nextMonth({ year, month }: Pick<LocalDay, 'year' | 'month'>): Pick<LocalDay, 'year' | 'month'> {
  return month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
}

function shifted({ year, month, day }: LocalDay, days: number): LocalDay {
  const moved = new Date(Date.UTC(year, month - 1, day + days));
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** Chrono reads on the clocks of a zone given in minutes; which days it meant are then those of the real zone. */
function englishTimes(text: string, { now, zone }: ReadingTime): readonly WrittenTime[] {
  const { minute, ...today } = localTime(now, zone);
  const shown = Date.UTC(today.year, today.month - 1, today.day) + minute * 60_000;
  const found = chrono.parse(text, { instant: new Date(shown), timezone: 0 });
  return found.map((result) => {
    const start = bounds(result.start, zone);
    const last = result.end === null || result.end === undefined ? start : bounds(result.end, zone);
    return { text: result.text, index: result.index, from: start.from, until: Math.max(start.until, last.until) };
  });
}

function bounds(parsed: ParsedComponents, zone: string): { readonly from: number; readonly until: number } {
  const part = (name: Component): number => parsed.get(name) ?? 0;
  const day = { year: part('year'), month: part('month'), day: part('day') };
  if (parsed.isCertain('hour')) {
    const from = instantOf(day, part('hour') * 60 + part('minute'), zone);
    return { from, until: from + 3_600_000 };
  }
  const isMonth = !parsed.isCertain('day') && !parsed.isCertain('weekday') && parsed.isCertain('month');
  const first = isMonth ? { ...day, day: 1 } : day;
  const last = isMonth ? shifted({ ...nextMonth(day), day: 1 }, -1) : day;
  return { from: instantOf(first, 0, zone), until: instantOf(dayAfter(last), 0, zone) };
}
