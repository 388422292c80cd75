/** Times of day as a place has them, without the machine's own zone. */

/** A day in a place. Months count from 1. */
export interface LocalDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

const dayLength = 86_400_000;

/** The day an instant falls on in a zone, and the minutes since its midnight. Throws `RangeError` for an unknown zone. */
export function localTime(instant: number, zone: string): LocalDay & { readonly minute: number } {
  const parts = new Map(
    formatFor(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return { year: part('year'), month: part('month'), day: part('day'), minute: part('hour') * 60 + part('minute') };
}

/**
 * The instant at which a zone's clocks show this: the first one where they show it twice; where they skip it, what the
 * clocks from before the gap would have shown.
 */
export function instantOf({ year, month, day }: LocalDay, minute: number, zone: string): number {
  const wanted = Date.UTC(year, month - 1, day) + minute * 60_000;
  const before = wanted - offsetAt(wanted - dayLength, zone);
  const after = wanted - offsetAt(wanted + dayLength, zone);
  const isShown = (instant: number): boolean => instant + offsetAt(instant, zone) === wanted;
  return [Math.min(before, after), Math.max(before, after)].find(isShown) ?? before;
}

/** The next day. */
export function dayAfter({ year, month, day }: LocalDay): LocalDay {
  const next = new Date(Date.UTC(year, month - 1, day) + dayLength);
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}

/** 0 is Sunday. */
export function weekdayOf({ year, month, day }: LocalDay): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** `YYYY-MM-DD`. */
export function isoDay({ year, month, day }: LocalDay): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

function offsetAt(instant: number, zone: string): number {
  const { year, month, day, minute } = localTime(instant, zone);
  return Date.UTC(year, month - 1, day) + minute * 60_000 - Math.floor(instant / 60_000) * 60_000;
}

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(zone, format);
  return format;
}
