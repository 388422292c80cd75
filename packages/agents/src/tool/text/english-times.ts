import type { Component, ParsedComponents, ParsedResult } from 'chrono-node';
import * as chrono from 'chrono-node/en';
import { localTime } from '../../connector/calendar/local-time.ts';
import { partOfDay, type DayHours, type WrittenHours } from './day-hours.ts';
import { nextMonth, shifted, spanOf, type Days, type FoundTime, type ReadingTime } from './written-time.ts';

/** What English words speak of: times, and hours that stand apart from their day. */
export interface EnglishTimes {
  readonly times: readonly FoundTime[];
  readonly hours: readonly WrittenHours[];
}

/** Chrono reads on the clocks of a zone given in minutes; which days it meant are then those of the real zone. */
export function englishTimes(text: string, { now, zone }: ReadingTime): EnglishTimes {
  const { minute, ...today } = localTime(now, zone);
  const shown = Date.UTC(today.year, today.month - 1, today.day) + minute * 60_000;
  const found = chrono.parse(text, { instant: new Date(shown), timezone: 0 });
  const hours = found.flatMap((result) => hoursAlone(result));
  const times = found.filter((result) => hoursAlone(result).length === 0).map((result) => timeOf(result, zone));
  return { times, hours };
}

function timeOf({ text, index, start, end }: ParsedResult, zone: string): FoundTime {
  const days = daysOf(start);
  const isDay = isSame(days) && !start.isCertain('hour') && (end === null || end === undefined);
  const hours = hoursOf(start) ?? (isDay ? partOfDay(text) : null);
  const { from, until } = spanOf(days, hours, zone);
  const last = end === null || end === undefined ? until : endOf(end, zone);
  return { text, index, from, until: Math.max(until, last), wholeDay: isDay && hours === null ? days.first : null };
}

/** Until four is until then, until Friday is until it is over. */
function endOf(end: ParsedComponents, zone: string): number {
  const hours = hoursOf(end);
  const { from, until } = spanOf(daysOf(end), hours, zone);
  return hours === null ? until : from;
}

/** Such as `at 3pm` and `from 2pm to 4pm`, whose day stands elsewhere or nowhere. */
function hoursAlone({ text, index, start, end }: ParsedResult): readonly WrittenHours[] {
  const hours = hoursOf(start);
  const isClear = /\d:\d|\d\s?[ap]\.?m\b|\bnoon\b|o['\u2019]clock/i.test(text);
  if (hours === null || !isClear || isOfDay(start)) return [];
  const until = end === null || end === undefined ? hours.until : (hoursOf(end)?.from ?? 0);
  return until <= hours.from ? [] : [{ text, index, from: hours.from, until, isClear: true }];
}

function isOfDay(parsed: ParsedComponents): boolean {
  return parsed.isCertain('day') || parsed.isCertain('weekday') || parsed.isCertain('month');
}

function hoursOf(parsed: ParsedComponents): DayHours | null {
  if (!parsed.isCertain('hour')) return null;
  const from = partOf(parsed, 'hour') * 60 + partOf(parsed, 'minute');
  return { from, until: from + 60 };
}

function daysOf(parsed: ParsedComponents): Days {
  const day = { year: partOf(parsed, 'year'), month: partOf(parsed, 'month'), day: partOf(parsed, 'day') };
  const isMonth = !parsed.isCertain('day') && !parsed.isCertain('weekday') && parsed.isCertain('month');
  if (!isMonth) return { first: day, last: day };
  return { first: { ...day, day: 1 }, last: shifted({ ...nextMonth(day), day: 1 }, -1) };
}

function isSame({ first, last }: Days): boolean {
  return first.month === last.month && first.day === last.day;
}

function partOf(parsed: ParsedComponents, name: Component): number {
  return parsed.get(name) ?? 0;
}
