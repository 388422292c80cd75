import { dayAfter, instantOf, type LocalDay } from '../../connector/calendar/local-time.ts';
import type { DayHours } from './day-hours.ts';

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

/** A written time, and the day it is all of: what else the text says may be an hour of it. */
export interface FoundTime extends WrittenTime {
  readonly wholeDay: LocalDay | null;
}

/** Days from first to last. */
export interface Days {
  readonly first: LocalDay;
  readonly last: LocalDay;
}

/** All of some days, or some hours of the first of them. */
export function spanOf(
  { first, last }: Days,
  hours: DayHours | null,
  zone: string,
): Pick<WrittenTime, 'from' | 'until'> {
  if (hours === null) return { from: instantOf(first, 0, zone), until: instantOf(dayAfter(last), 0, zone) };
  return { from: instantOf(first, hours.from, zone), until: instantOf(first, hours.until, zone) };
}

/** The day so many days later. */
export function shifted({ year, month, day }: LocalDay, days: number): LocalDay {
  const moved = new Date(Date.UTC(year, month - 1, day + days));
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** The month after. */
export function nextMonth({ year, month }: Pick<LocalDay, 'year' | 'month'>): Pick<LocalDay, 'year' | 'month'> {
  return month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
}
