import { localTime, weekdayOf, type LocalDay } from '../../connector/calendar/local-time.ts';
import { nextMonth, shifted, spanOf, type Days, type FoundTime, type ReadingTime } from './written-time.ts';

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

/** Days, weekdays, weeks, months and numeric dates (the day first) that Hebrew words speak of. */
export function hebrewDays(text: string, { now, zone }: ReadingTime): readonly FoundTime[] {
  const today = localTime(now, zone);
  const found = [
    ...match(text, ofMonth, (groups) => monthOf(groups, today)),
    ...match(text, ofDay, (groups) => dayOf(groups, today)),
    ...match(text, ofWeek, (groups) => unitOf(groups, today)),
    ...match(text, numeric, (groups) => numericOf(groups, today)),
  ];
  return found.map(({ text: said, index, first, last }) => {
    const isDay = first.day === last.day && first.month === last.month;
    return { text: said, index, ...spanOf({ first, last }, null, zone), wholeDay: isDay ? first : null };
  });
}

interface Placed {
  readonly text: string;
  readonly index: number;
}

type Groups = Readonly<Record<string, string | undefined>>;

function match(text: string, pattern: RegExp, read: (groups: Groups) => Days | null): readonly (Days & Placed)[] {
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
