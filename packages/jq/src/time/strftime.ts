/** Times to texts, by the conversions of C's `strftime` in the C locale. */
import type { Moment } from './calendar.ts';
import { isoWeek, secondsFromMoment, weekOfYear } from './calendar.ts';
import { COMPOSED, DAYS, MONTHS } from './names.ts';
import type { ZoneOffset } from './zone.ts';

export interface Timestamp {
  readonly moment: Moment;
  readonly zone: ZoneOffset;
}

const pad = (value: number, width: number, filler = '0'): string => {
  const digits = String(Math.abs(Math.trunc(value))).padStart(width, filler);
  return value < 0 ? `-${digits}` : digits;
};

const year = (value: number): string => (value > 9999 ? `+${value}` : pad(value, 4));

const hour12 = (hour: number): number => (hour % 12 === 0 ? 12 : hour % 12);

const century = (value: number): number => ((value % 100) + 100) % 100;

function zoneDigits({ seconds }: ZoneOffset): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  return `${seconds < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`;
}

type Conversion = (moment: Moment, zone: ZoneOffset) => string;

const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  a: ({ weekDay }) => (DAYS[weekDay] ?? '?').slice(0, 3),
  A: ({ weekDay }) => DAYS[weekDay] ?? '?',
  b: ({ month }) => (MONTHS[month] ?? '?').slice(0, 3),
  B: ({ month }) => MONTHS[month] ?? '?',
  C: (moment) => pad(Math.floor(moment.year / 100), 2),
  d: ({ day }) => pad(day, 2),
  e: ({ day }) => pad(day, 2, ' '),
  g: (moment) => pad(century(isoWeek(moment).year), 2),
  G: (moment) => year(isoWeek(moment).year),
  H: ({ hour }) => pad(hour, 2),
  I: ({ hour }) => pad(hour12(hour), 2),
  j: ({ yearDay }) => pad(yearDay + 1, 3),
  k: ({ hour }) => pad(hour, 2, ' '),
  l: ({ hour }) => pad(hour12(hour), 2, ' '),
  m: ({ month }) => pad(month + 1, 2),
  M: ({ minute }) => pad(minute, 2),
  n: () => '\n',
  p: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  P: ({ hour }) => (hour < 12 ? 'am' : 'pm'),
  s: (moment, zone) => String(Math.floor(secondsFromMoment(moment)) - zone.seconds),
  S: ({ second }) => pad(second, 2),
  t: () => '\t',
  u: ({ weekDay }) => String(weekDay === 0 ? 7 : weekDay),
  U: (moment) => pad(weekOfYear(moment, 0), 2),
  V: (moment) => pad(isoWeek(moment).week, 2),
  w: ({ weekDay }) => String(weekDay),
  W: (moment) => pad(weekOfYear(moment, 1), 2),
  y: (moment) => pad(century(moment.year), 2),
  Y: (moment) => year(moment.year),
  z: (_moment, zone) => zoneDigits(zone),
  Z: (_moment, zone) => zone.abbreviation,
  '%': () => '%',
};

/** Writes a time; conversions that do not exist stay as they are. */
export function strftime(format: string, { moment, zone }: Timestamp): string {
  return expand(format).replace(
    /%[EO_^#0-]?(.)/gsu,
    (text, letter: string) => CONVERSIONS[letter]?.(moment, zone) ?? text,
  );
}

/** Replaces the composed conversions; none of them stands for another composed one. */
const expand = (format: string): string =>
  format.replace(/%[EO]?(.)/gsu, (text, letter: string) =>
    Object.hasOwn(COMPOSED, letter) ? (COMPOSED[letter] ?? text) : text,
  );
