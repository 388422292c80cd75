/** Texts to times, by the conversions of C's `strptime` in the C locale. */
import type { Moment } from './calendar.ts';
import { daysFromDate, momentFromSeconds, secondsFromMoment } from './calendar.ts';
import { COMPOSED, DAYS, MONTHS } from './names.ts';

/** What was read so far; all of it is optional in a format. */
interface Reading {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  isAfternoon: boolean | null;
  century: number | null;
  yearInCentury: number | null;
  yearDay: number | null;
  isDated: boolean;
  /** Seconds since 1970, when the format asks for them. */
  epoch: number | null;
}

class Scanner {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.position = pattern.lastIndex;
    return found[0];
  }

  /** A number of so many digits at most, within bounds. */
  number(digits: number, low: number, high: number): number | null {
    const found = this.take(NUMBERS[digits] ?? NUMBER);
    const value = found === null ? Number.NaN : Number(found);
    return value >= low && value <= high ? value : null;
  }

  /** The index of the name that comes next, written out or as its first three letters. */
  name(names: readonly string[]): number | null {
    const rest = this.text.slice(this.position, this.position + 12).toLowerCase();
    const index = names.findIndex((name) => rest.startsWith(name.slice(0, 3).toLowerCase()));
    const name = names[index];
    if (name === undefined) return null;
    this.position += rest.startsWith(name.toLowerCase()) ? name.length : 3;
    return index;
  }
}

const NUMBER = /[+-]?\d{1,18}/y;
const NUMBERS: Readonly<Record<number, RegExp>> = { 1: /\d/y, 2: /\s*\d{1,2}/y, 3: /\d{1,3}/y, 4: /[+-]?\d{1,4}/y };
const BLANKS = /\s*/y;
const ZONE = /Z|[+-]\d{2}(?::?\d{2})?/y;
const ZONE_NAME = /[A-Za-z]+/y;

type Conversion = (scanner: Scanner, reading: Reading) => boolean;

type NumericField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

interface NumberRule {
  readonly field: NumericField;
  readonly digits: number;
  readonly range: readonly [number, number];
  readonly offset?: number;
}

const numeric =
  ({ field, digits, range: [low, high], offset = 0 }: NumberRule): Conversion =>
  (scanner, reading) => {
    const value = scanner.number(digits, low, high);
    if (value === null) return false;
    reading[field] = value + offset;
    if (field === 'month' || field === 'day') reading.isDated = true;
    return true;
  };

const ignored =
  (digits: number, low: number, high: number): Conversion =>
  (scanner) =>
    scanner.number(digits, low, high) !== null;

const matches =
  (pattern: RegExp): Conversion =>
  (scanner) =>
    scanner.take(pattern) !== null;

const monthName: Conversion = (scanner, reading) => {
  const index = scanner.name(MONTHS);
  if (index === null) return false;
  reading.month = index;
  reading.isDated = true;
  return true;
};

const afternoon: Conversion = (scanner, reading) => {
  const half = scanner.take(/[ap]m/iy);
  if (half === null) return false;
  reading.isAfternoon = half.toLowerCase() === 'pm';
  return true;
};

const dayName: Conversion = (scanner) => scanner.name(DAYS) !== null;
const day = numeric({ field: 'day', digits: 2, range: [1, 31] });
const hour = numeric({ field: 'hour', digits: 2, range: [0, 23] });
const hour12 = numeric({ field: 'hour', digits: 2, range: [1, 12] });

const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  a: dayName,
  A: dayName,
  b: monthName,
  B: monthName,
  C: (scanner, reading) => (reading.century = scanner.number(2, 0, 99)) !== null,
  d: day,
  e: day,
  G: ignored(4, 0, 9999),
  g: ignored(2, 0, 99),
  H: hour,
  k: hour,
  I: hour12,
  l: hour12,
  j: (scanner, reading) => (reading.yearDay = scanner.number(3, 1, 366)) !== null,
  m: numeric({ field: 'month', digits: 2, range: [1, 12], offset: -1 }),
  M: numeric({ field: 'minute', digits: 2, range: [0, 59] }),
  n: matches(BLANKS),
  p: afternoon,
  P: afternoon,
  s: (scanner, reading) => (reading.epoch = scanner.number(18, -8.64e12, 8.64e12)) !== null,
  S: numeric({ field: 'second', digits: 2, range: [0, 60] }),
  t: matches(BLANKS),
  u: ignored(1, 1, 7),
  U: ignored(2, 0, 53),
  V: ignored(2, 1, 53),
  w: ignored(1, 0, 6),
  W: ignored(2, 0, 53),
  y: (scanner, reading) => {
    const value = scanner.number(2, 0, 99);
    if (value !== null) reading.year = value < 69 ? 2000 + value : 1900 + value;
    reading.yearInCentury = value;
    return value !== null;
  },
  Y: numeric({ field: 'year', digits: 4, range: [-9999, 9999] }),
  z: matches(ZONE),
  Z: matches(ZONE_NAME),
  '%': matches(/%/y),
};

/** A time that was read, and the blanks behind it that the format did not ask for. */
export interface Parsed {
  readonly moment: Moment;
  readonly rest: string;
}

/** Reads a time; null when the text does not have the format. */
export function strptime(text: string, format: string): Parsed | null {
  const scanner = new Scanner(text);
  const reading: Reading = {
    year: 1970,
    month: 0,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    isAfternoon: null,
    century: null,
    yearInCentury: null,
    yearDay: null,
    isDated: false,
    epoch: null,
  };
  if (!readFormat(format, scanner, reading)) return null;
  const rest = text.slice(scanner.position);
  return rest.trim() === '' ? { moment: complete(reading), rest } : null;
}

function readFormat(format: string, scanner: Scanner, reading: Reading): boolean {
  for (const [item] of format.matchAll(/%[EO]?.|\s+|[^%\s]|%/gsu)) {
    const letter = item.at(-1) ?? '';
    const isConversion = item.length > 1 && item.startsWith('%');
    if (!isConversion && item.trim() === '') scanner.take(BLANKS);
    else if (!isConversion) {
      if (!scanner.text.startsWith(item, scanner.position)) return false;
      scanner.position += item.length;
    } else if (Object.hasOwn(COMPOSED, letter)) {
      if (!readFormat(COMPOSED[letter] ?? '', scanner, reading)) return false;
    } else if (!(CONVERSIONS[letter]?.(scanner, reading) ?? false)) return false;
  }
  return true;
}

function complete(reading: Reading): Moment {
  if (reading.epoch !== null) return momentFromSeconds(reading.epoch);
  const { isAfternoon, century, yearDay, isDated } = reading;
  const hourOfDay = isAfternoon === null ? reading.hour : (reading.hour % 12) + (isAfternoon ? 12 : 0);
  const year = century === null ? reading.year : century * 100 + (reading.yearInCentury ?? 0);
  const days =
    yearDay !== null && !isDated ? daysFromDate(year, 0, yearDay) : daysFromDate(year, reading.month, reading.day);
  const date = momentFromSeconds(days * 86_400);
  const { minute, second } = reading;
  return { ...momentFromSeconds(secondsFromMoment({ ...date, hour: hourOfDay, minute, second })) };
}
