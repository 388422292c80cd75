/** Ten years in forty zones: what we compute beside a second reading that walks every minute. */
import { expect, test } from 'vitest';
import { nextInstant } from '../src/calendar/cron.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const from = Date.UTC(2021, 0, 1);
const until = Date.UTC(2031, 0, 1);

/** With and without daylight saving, by half hours and quarters, around the date line, with rules that changed. */
const zones = `UTC Europe/Berlin Europe/London Europe/Lisbon Europe/Dublin Europe/Chisinau Europe/Istanbul Europe/Moscow
Africa/Casablanca Africa/Cairo Africa/Lagos Africa/Johannesburg America/New_York America/Chicago America/Denver America/Phoenix
America/Los_Angeles America/Anchorage America/St_Johns America/Halifax America/Mexico_City America/Havana America/Sao_Paulo
America/Santiago America/Asuncion America/Caracas America/Nuuk Atlantic/Azores Asia/Tehran Asia/Kolkata Asia/Kathmandu
Asia/Tokyo Asia/Beirut Asia/Gaza Asia/Amman Australia/Lord_Howe Australia/Adelaide Australia/Sydney Pacific/Auckland
Pacific/Chatham Pacific/Apia Pacific/Kiritimati Antarctica/Troll`.split(/\s+/);

const expressions = [
  '30 2 * * *',
  '0 0 * * *',
  '*/30 0-4 * * *',
  '15 1-3 * * *',
  '59 23 L * *',
  '0 3 * * 0',
  '45 0,1 29 2 *',
];

test.each(zones)('not one instant differs in %s', { timeout: 3_600_000 }, (zone) => {
  const minutes = new LocalMinutes(zone);
  for (const expression of expressions) {
    const expected = minutes.instantsOf(expression);
    const found: number[] = [];
    for (let at = nextInstant({ expression, zone }, from - 1); at !== null && at < until;) {
      found.push(at);
      at = nextInstant({ expression, zone }, at);
    }
    const index = expected.findIndex((instant, position) => instant !== found[position]);
    expect([expression, iso(found[index]), found.length]).toEqual([expression, iso(expected[index]), expected.length]);
    expect(found.length).toBeGreaterThan(1);
  }
});

/** What the clocks of a zone show, minute after minute. */
class LocalMinutes {
  /** Begin of each stretch of time with one distance from UTC, and that distance. */
  readonly #stretches: { readonly begin: number; readonly offset: number }[] = [];

  constructor(zone: string) {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    const offsetAt = (instant: number): number => shownBy(format, instant) - instant;
    // Rules change at whole quarters of an hour, never twice within two hours.
    for (let at = from - 2 * day; at < until + 2 * day; at += 2 * hour) this.#look(at, offsetAt);
  }

  #look(at: number, offsetAt: (instant: number) => number): void {
    const offset = offsetAt(at);
    const last = this.#stretches.at(-1);
    if (last?.offset === offset) return;
    let begin = at;
    while (last !== undefined && offsetAt(begin - 15 * minute) === offset) begin -= 15 * minute;
    this.#stretches.push({ begin, offset });
  }

  /** Every instant of an expression from the first to the last year, by looking at every minute there is. */
  instantsOf(expression: string): readonly number[] {
    const reading = readingOf(expression);
    const found = new Set<number>();
    let shown = -Infinity;
    for (const [index, { begin, offset }] of this.#stretches.entries()) {
      const end = (this.#stretches[index + 1]?.begin ?? until) + offset;
      const starts = begin + offset;
      // A time of day that does not exist comes when the clocks have jumped, if that is still the same day.
      const gapFrom = Math.max(shown, dayOf(starts));
      if (reading.isOneTime && shown < starts && trueMinutes(reading, gapFrom, starts).length > 0) found.add(begin);
      const first = reading.isOneTime ? Math.max(starts, shown) : starts;
      for (const local of trueMinutes(reading, first, end)) found.add(local - offset);
      shown = Math.max(shown, end);
    }
    return [...found].filter((instant) => instant >= from && instant < until).toSorted((left, right) => left - right);
  }
}

interface Reading {
  readonly isOneTime: boolean;
  readonly minutesOfDay: readonly number[];
  readonly isDay: (date: Date) => boolean;
}

function readingOf(expression: string): Reading {
  const [minutes = '', hours = '', days = '', months = '', weekdays = ''] = expression.split(' ');
  const minutesOfDay = Array.from({ length: 1_440 }, (_, index) => index).filter(
    (index) => fits(minutes, index % 60) && fits(hours, Math.floor(index / 60)),
  );
  const isLast = (date: Date): boolean => new Date(date.getTime() + day).getUTCMonth() !== date.getUTCMonth();
  return {
    isOneTime: minutesOfDay.length === 1,
    minutesOfDay,
    isDay: (date) =>
      fits(months, date.getUTCMonth() + 1) &&
      fits(weekdays, date.getUTCDay()) &&
      (days === 'L' ? isLast(date) : fits(days, date.getUTCDate())),
  };
}

/** The local minutes from one to another at which the clocks show what is wanted. */
function trueMinutes({ minutesOfDay, isDay }: Reading, first: number, end: number): readonly number[] {
  const found: number[] = [];
  for (let date = dayOf(first); date < end; date += day) {
    if (!isDay(new Date(date))) continue;
    for (const index of minutesOfDay) {
      const local = date + index * minute;
      if (local >= first && local < end) found.push(local);
    }
  }
  return found;
}

function fits(written: string, value: number): boolean {
  if (written === '*') return true;
  if (written.startsWith('*/')) return value % Number(written.slice(2)) === 0;
  return written.split(',').some((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return value >= first && value <= last;
  });
}

function dayOf(local: number): number {
  return Math.floor(local / day) * day;
}

/** `31/12/2030, 23:59:59` read as if it were UTC. */
function shownBy(format: Intl.DateTimeFormat, instant: number): number {
  const [d = 0, m = 0, y = 0, h = 0, min = 0, s = 0] = (format.format(instant).match(/\d+/g) ?? []).map(Number);
  return Date.UTC(y, m - 1, d, h, min, s);
}

function iso(instant: number | undefined): string {
  return instant === undefined ? 'nothing' : new Date(instant).toISOString();
}
