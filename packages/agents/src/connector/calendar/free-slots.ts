import { dayAfter, instantOf, isoDay, localTime, weekdayOf, type LocalDay } from './local-time.ts';
import type { Occurrence, Span } from './read-calendar.ts';

/** When somebody may be met. */
export interface WorkingHours {
  /** The zone the hours are meant in. */
  readonly zone: string;
  /** Minutes since midnight. */
  readonly start: number;
  readonly end: number;
  /** Days of the week that are worked, 0 for Sunday. */
  readonly weekdays: readonly number[];
  /** Days that are not, as `YYYY-MM-DD`. */
  readonly holidays?: readonly string[];
}

/** What is looked for. */
export interface SlotWish {
  readonly span: Span;
  readonly minutes: number;
  /** Kept free before and after, 0 by default. */
  readonly margin?: number;
  /** How many to find at most, 5 by default. */
  readonly limit?: number;
}

/** A time that is taken, unless `isBusy` is false. */
export type Busy = Pick<Occurrence, 'start' | 'end' | 'isBusy'>;

/** Slots begin on such minutes. */
const grid = 15;

/**
 * Free times within working hours, earliest first, at most one for each half of a day: a choice of five on one morning
 * is no choice.
 *
 * @example
 * ```ts
 * import { freeSlots } from '@batonhq/agents/workspace';
 *
 * const hours = { zone: 'Asia/Jerusalem', start: 540, end: 1020, weekdays: [0, 1, 2, 3, 4] };
 * const from = Date.UTC(2026, 0, 4);
 * const [slot] = freeSlots([], hours, { span: { from, until: from + 7 * 86_400_000 }, minutes: 60 });
 * console.log(new Date(slot?.from ?? 0).toISOString()); // 2026-01-04T07:00:00.000Z
 * ```
 */
export function freeSlots(busy: readonly Busy[], hours: WorkingHours, wish: SlotWish): readonly Span[] {
  const { span, limit = 5 } = wish;
  const taken = busy.filter(({ isBusy }) => isBusy).toSorted((left, right) => left.start - right.start);
  const slots: Span[] = [];
  const last = isoDay(localTime(span.until, hours.zone));
  let day: LocalDay = localTime(span.from, hours.zone);
  while (isoDay(day) <= last && slots.length < limit) {
    for (const half of halvesOf(day, hours)) {
      const slot = firstFree(
        taken,
        { from: Math.max(half.from, span.from), until: Math.min(half.until, span.until) },
        wish,
      );
      if (slot !== null && slots.length < limit) slots.push(slot);
    }
    day = dayAfter(day);
  }
  return slots;
}

/** The times of a span at which somebody does not work, as times that are taken. */
export function outsideHours({ zone, start, end, weekdays, holidays = [] }: WorkingHours, span: Span): readonly Busy[] {
  const taken: Busy[] = [];
  const last = isoDay(localTime(span.until, zone));
  let day: LocalDay = localTime(span.from, zone);
  for (; isoDay(day) <= last; day = dayAfter(day)) {
    const at = (minute: number): number => instantOf(day, minute, zone);
    const midnight = instantOf(dayAfter(day), 0, zone);
    const isWorked = weekdays.includes(weekdayOf(day)) && !holidays.includes(isoDay(day));
    if (!isWorked) taken.push({ start: at(0), end: midnight, isBusy: true });
    else taken.push({ start: at(0), end: at(start), isBusy: true }, { start: at(end), end: midnight, isBusy: true });
  }
  return taken;
}

function halvesOf(day: LocalDay, { zone, start, end, weekdays, holidays = [] }: WorkingHours): readonly Span[] {
  if (!weekdays.includes(weekdayOf(day)) || holidays.includes(isoDay(day))) return [];
  const middle = Math.min(Math.max(12 * 60, start), end);
  const at = (minute: number): number => instantOf(day, minute, zone);
  return [
    { from: at(start), until: at(middle) },
    { from: at(middle), until: at(end) },
  ];
}

function firstFree(taken: readonly Busy[], { from, until }: Span, { minutes, margin = 0 }: SlotWish): Span | null {
  const length = minutes * 60_000;
  const space = margin * 60_000;
  let start = onGrid(from);
  for (const { start: begins, end } of taken) {
    if (begins >= start + length + space) break;
    if (end + space > start) start = onGrid(end + space);
  }
  return start + length <= until ? { from: start, until: start + length } : null;
}

function onGrid(instant: number): number {
  const step = grid * 60_000;
  return Math.ceil(instant / step) * step;
}
