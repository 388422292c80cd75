import { localTime, type LocalDay } from '../../connector/calendar/local-time.ts';
import { hebrewHours, type WrittenHours } from './day-hours.ts';
import { englishTimes } from './english-times.ts';
import { hebrewDays } from './hebrew-days.ts';
import { meeting, type Span } from './spans.ts';
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
  const isHebrew = meeting([...days, ...hours].map(spanIn));
  const english = englishTimes(text, reading);
  const times = joined(
    [...days, ...english.times.filter((one) => !isHebrew(spanIn(one)))],
    [...hours, ...english.hours.filter((one) => !isHebrew(spanIn(one)))],
    { ...reading, said: text },
  );
  return times.toSorted((left, right) => left.index - right.index);
}

interface Placed {
  readonly text: string;
  readonly index: number;
}

function spanIn(one: Placed): Span {
  return { start: one.index, end: endOf(one) };
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
  const found: WrittenTime[] = times.map(({ wholeDay: _, ...time }) => time);
  const days = new Map(
    [...times.entries()].flatMap(([place, time]) =>
      time.wholeDay === null ? [] : [[place, { ...time, wholeDay: time.wholeDay }]],
    ),
  );
  const today = localTime(joining.now, joining.zone);
  for (const one of hours) {
    const place = dayFor(one, days, joining.said);
    const day = place === null ? undefined : days.get(place);
    if (place !== null && day !== undefined) {
      found[place] = { ...together(day, one, joining.said), ...onDay(day.wholeDay, one, joining.zone) };
      days.delete(place);
    } else if (one.isClear) found.push(nextTime(one, today, joining.zone));
  }
  return found;
}

/** A time that is all of a day. */
interface FoundDay extends FoundTime {
  readonly wholeDay: LocalDay;
}

function onDay(day: LocalDay, hours: WrittenHours, zone: string): { readonly from: number; readonly until: number } {
  return spanOf({ first: day, last: day }, hours, zone);
}

/** The place of the day that hours are of: right beside them, or the nearest one where they are hours for sure. */
function dayFor(hours: WrittenHours, days: ReadonlyMap<number, FoundDay>, said: string): number | null {
  let nearest: { readonly place: number; readonly distance: number } | null = null;
  for (const [place, day] of days) {
    const between = day.index < hours.index ? said.slice(endOf(day), hours.index) : said.slice(endOf(hours), day.index);
    if (nearest !== null && between.length >= nearest.distance) continue;
    if (hours.isClear || /^[\s,]*$/.test(between)) nearest = { place, distance: between.length };
  }
  return nearest?.place ?? null;
}

/** Both, as they stand beside each other; apart, each by its own words. */
function together(day: Placed, hours: Placed, said: string): Placed {
  const [first, last] = day.index < hours.index ? [day, hours] : [hours, day];
  const between = said.slice(endOf(first), last.index);
  const text = /^[\s,]*$/.test(between) ? said.slice(first.index, endOf(last)) : day.text;
  return { text, index: text === day.text ? day.index : first.index };
}

type LocalTime = ReturnType<typeof localTime>;

/** Hours of today, or of tomorrow where they are over. */
function nextTime({ text, index, ...hours }: WrittenHours, { minute, ...today }: LocalTime, zone: string): WrittenTime {
  const day = hours.from > minute ? today : shifted(today, 1);
  return { text, index, ...spanOf({ first: day, last: day }, hours, zone) };
}

export type { ReadingTime, WrittenTime } from './written-time.ts';
