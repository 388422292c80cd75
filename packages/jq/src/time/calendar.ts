/** Instants and broken down times in the proleptic Gregorian calendar, without the host's Date. */

/** A time taken apart; months, week days and days of the year count from 0. */
export interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** With its fraction. */
  readonly second: number;
  readonly weekDay: number;
  readonly yearDay: number;
}

const DAY = 86_400;

/** Days since 1970 of a date; months and days out of range carry over. */
export function daysFromDate(year: number, month: number, day: number): number {
  const years = year + Math.floor(month / 12);
  const inYear = ((month % 12) + 12) % 12;
  // Counting years from March puts the leap day at their end.
  const fromMarch = (inYear + 10) % 12;
  const shifted = inYear < 2 ? years - 1 : years;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leapDays + Math.floor((153 * fromMarch + 2) / 5) + day - 1 - 719_468;
}

export function secondsFromMoment(
  moment: Pick<Moment, 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'>,
): number {
  const days = daysFromDate(moment.year, moment.month, moment.day);
  return days * DAY + moment.hour * 3600 + moment.minute * 60 + moment.second;
}

/** Takes seconds since 1970 apart. */
export function momentFromSeconds(seconds: number): Moment {
  const whole = Math.floor(seconds);
  const days = Math.floor(whole / DAY);
  const rest = whole - days * DAY;
  const { year, month, day } = dateFromDays(days);
  return {
    year,
    month,
    day,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: (rest % 60) + (seconds - whole),
    weekDay: (((days + 4) % 7) + 7) % 7,
    yearDay: days - daysFromDate(year, 0, 1),
  };
}

function dateFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = (fromMarch + 2) % 12;
  return {
    year: era * 400 + yearOfEra + (month < 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  };
}

/** Week of the year whose weeks begin on a week day (0 is Sunday); days before the first such day are week 0. */
export const weekOfYear = (moment: Moment, firstDay: 0 | 1): number =>
  Math.floor((moment.yearDay + 7 - ((moment.weekDay + 7 - firstDay) % 7)) / 7);

/** ISO 8601 week and the year that it belongs to. */
export function isoWeek(moment: Moment): { year: number; week: number } {
  const thursday = momentFromSeconds(
    (daysFromDate(moment.year, moment.month, moment.day) + 3 - ((moment.weekDay + 6) % 7)) * DAY,
  );
  return { year: thursday.year, week: Math.floor(thursday.yearDay / 7) + 1 };
}
