import { localTime } from '../../connector/calendar/local-time.ts';
import { hebrewHours, type WrittenHours } from './day-hours.ts';
import { englishTimes } from './english-times.ts';
import { hebrewDays } from './hebrew-days.ts';
import { shifted, spanOf, type FoundTime, type ReadingTime, type WrittenTime } from './written-time.ts';

/**
 * The times a text speaks of, in the order they stand: English by chrono, Hebrew (days, weekdays, hours, months, weeks, numeric
 * dates with the day first) by rules of its own. An hour that stands apart from its day (`tomorrow with Ada at 3pm`) is an hour of
 * that day, and one without any day the next that comes. A month without a year is the last one that has begun where the text
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
  const days = hebrewDays(text, reading);
  const hours = hebrewHours(text);
  const isHebrew = (one: Placed): boolean => [...days, ...hours].some((other) => overlap(one, other));
  const english = englishTimes(text, reading);
  const times = joined(
    [...days, ...english.times.filter((one) => !isHebrew(one))],
    [...hours, ...english.hours.filter((one) => !isHebrew(one))],
    { ...reading, said: text },
  );
  return times.toSorted((left, right) => left.index - right.index);
}

interface Placed {
  readonly text: string;
  readonly index: number;
}

function overlap(left: Placed, right: Placed): boolean {
  return left.index < endOf(right) && right.index < endOf(left);
}

function endOf({ text, index }: Placed): number {
  return index + text.length;
}

interface Joining extends ReadingTime {
  /** All of the text. */
  readonly said: string;
}

/** Hours become hours of the day they belong to. */
function joined(times: readonly FoundTime[], hours: readonly WrittenHours[], joining: Joining): readonly WrittenTime[] {
  const found = [...times];
  for (const one of hours) {
    const at = dayFor(one, found, joining.said);
    const day = found[at];
    const wholeDay = day?.wholeDay ?? null;
    if (day !== undefined && wholeDay !== null)
      found[at] = { ...together(day, one, joining.said), ...onDay(wholeDay, one, joining.zone), wholeDay: null };
    else if (one.isClear) found.push({ ...nextTime(one, joining), wholeDay: null });
  }
  return found.map(({ wholeDay: _, ...time }) => time);
}

function onDay(
  day: FoundTime['wholeDay'] & object,
  hours: WrittenHours,
  zone: string,
): { readonly from: number; readonly until: number } {
  return spanOf({ first: day, last: day }, hours, zone);
}

/** The place among the times of the day that hours are of: right beside them, or the nearest one where they are hours for sure. */
function dayFor(hours: WrittenHours, times: readonly FoundTime[], said: string): number {
  const distances = times.map((time) => {
    if (time.wholeDay === null) return Number.POSITIVE_INFINITY;
    const between =
      time.index < hours.index ? said.slice(endOf(time), hours.index) : said.slice(endOf(hours), time.index);
    return hours.isClear || /^[\s,]*$/.test(between) ? between.length : Number.POSITIVE_INFINITY;
  });
  const least = Math.min(...distances);
  return Number.isFinite(least) ? distances.indexOf(least) : -1;
}

/** Both, as they stand beside each other; apart, each by its own words. */
function together(day: Placed, hours: Placed, said: string): Placed {
  const [first, last] = day.index < hours.index ? [day, hours] : [hours, day];
  const between = said.slice(endOf(first), last.index);
  const text = /^[\s,]*$/.test(between) ? said.slice(first.index, endOf(last)) : day.text;
  return { text, index: text === day.text ? day.index : first.index };
}

/** Hours of today, or of tomorrow where they are over. */
function nextTime({ text, index, ...hours }: WrittenHours, { now, zone }: ReadingTime): WrittenTime {
  const { minute, ...today } = localTime(now, zone);
  const day = hours.from > minute ? today : shifted(today, 1);
  return { text, index, ...spanOf({ first: day, last: day }, hours, zone) };
}

export type { ReadingTime, WrittenTime } from './written-time.ts';
