/** Time zones by IANA name, from the host's tables. UTC needs none. */
import { JqError } from '../errors/jq-error.ts';
import { secondsFromMoment } from './calendar.ts';

export interface ZoneOffset {
  /** What local clocks are ahead of UTC, in seconds. */
  readonly seconds: number;
  /** As `%Z` shows it. */
  readonly abbreviation: string;
}

const UTC: ZoneOffset = { seconds: 0, abbreviation: 'UTC' };

// Far enough for every calendar date that the host's tables know.
const LIMIT = 8.64e12;

export function offsetAt(seconds: number, timeZone: string): ZoneOffset {
  if (timeZone === 'UTC') return UTC;
  const whole = Math.floor(Math.max(-LIMIT, Math.min(LIMIT, seconds)));
  const fields = new Map(parts(whole, timeZone).map(({ type, value }) => [type, value]));
  const numeric = (type: Intl.DateTimeFormatPartTypes): number => Number(fields.get(type) ?? 0);
  const local = secondsFromMoment({
    year: (fields.get('era') ?? 'AD').startsWith('B') ? 1 - numeric('year') : numeric('year'),
    month: numeric('month') - 1,
    day: numeric('day'),
    hour: numeric('hour') % 24,
    minute: numeric('minute'),
    second: numeric('second'),
  });
  return { seconds: local - whole, abbreviation: (fields.get('timeZoneName') ?? timeZone).replace(/^GMT(?=[+-])/, '') };
}

// Making a format takes tens of microseconds; a process deals with few zones.
const formats = new Map<string, Intl.DateTimeFormat>();
const MAX_FORMATS = 32;

function parts(seconds: number, timeZone: string): Intl.DateTimeFormatPart[] {
  const known = formats.get(timeZone);
  if (known !== undefined) return known.formatToParts(seconds * 1000);
  const format = makeFormat(timeZone);
  if (formats.size >= MAX_FORMATS) formats.clear();
  formats.set(timeZone, format);
  return format.formatToParts(seconds * 1000);
}

function makeFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      timeZoneName: 'short',
    });
  } catch {
    throw new JqError(`unknown time zone ${timeZone}`);
  }
}

/** The offset that holds when local clocks show a time; where they show it twice, the first of the two. */
export function offsetOfLocal(localSeconds: number, timeZone: string): ZoneOffset {
  const guess = offsetAt(localSeconds, timeZone);
  const before = offsetAt(localSeconds - guess.seconds - 7200, timeZone);
  if (offsetAt(localSeconds - before.seconds, timeZone).seconds === before.seconds) return before;
  return offsetAt(localSeconds - guess.seconds, timeZone);
}
