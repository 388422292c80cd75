/** The date builtins: "broken down times" are arrays of year, month, day, hour, minute, second, week day, year day. */
import { JqError } from '../errors/jq-error.ts';
import type { Run } from '../machine/run.ts';
import type { Moment } from '../time/calendar.ts';
import { momentFromSeconds, secondsFromMoment } from '../time/calendar.ts';
import type { Timestamp } from '../time/strftime.ts';
import { strftime } from '../time/strftime.ts';
import { strptime } from '../time/strptime.ts';
import { offsetAt, offsetOfLocal } from '../time/zone.ts';
import { toJsonText } from '../value/json-text.ts';
import type { Json } from '../value/json.ts';
import { isArray } from '../value/json.ts';
import type { Native0, Native1, Natives } from './native.ts';

const UTC = 'UTC';
// A format may ask for the same long conversion again and again, and zones take microseconds.
const COST = 50;
// The host's tables of zones are slower still.
const ZONE_COST = 400;

const costOf = (zone: string): number => (zone === UTC ? COST : ZONE_COST);

const broken = (moment: Moment): Json => [
  moment.year,
  moment.month,
  moment.day,
  moment.hour,
  moment.minute,
  moment.second,
  moment.weekDay,
  moment.yearDay,
];

/** The calendar has no years beyond these, nor has any C library. */
const MAX_SECONDS = 6.7e16;

function seconds(input: Json, name: string): number {
  if (typeof input !== 'number') throw new JqError(`${name}() requires numeric inputs`);
  if (!(Math.abs(input) <= MAX_SECONDS))
    throw new JqError(`error converting number of seconds since epoch to datetime`);
  return input;
}

const zoneOf = (run: Run): string => run.host.timeZone ?? UTC;

const momentIn =
  (name: string, zone: (run: Run) => string): Native0 =>
  (input, run) => {
    const instant = seconds(input, name);
    run.spend(costOf(zone(run)));
    return broken(momentFromSeconds(instant + offsetAt(instant, zone(run)).seconds));
  };

/** The moment that a broken down time means; parts that are missing or out of range carry over. */
function momentOf(input: Json, problem: string): Moment {
  if (!isArray(input) || input.length === 0) throw new JqError(problem);
  const parts = input.slice(0, 6).map((part) => {
    if (typeof part !== 'number' || !(Math.abs(part) < 1e10)) throw new JqError(problem);
    return Math.trunc(part);
  });
  const [year = 1970, month = 0, day = 1, hour = 0, minute = 0, second = 0] = parts;
  return momentFromSeconds(secondsFromMoment({ year, month, day, hour, minute, second }));
}

const mktime: Native0 = (input) => {
  if (!isArray(input)) throw new JqError('mktime requires array inputs');
  return secondsFromMoment(momentOf(input, 'mktime requires parsed datetime inputs'));
};

function timestamp(input: Json, name: string, zone: string): Timestamp {
  if (typeof input === 'number') {
    const offset = offsetAt(seconds(input, name), zone);
    return { moment: momentFromSeconds(input + offset.seconds), zone: offset };
  }
  const moment = momentOf(input, `${name}/1 requires parsed datetime inputs`);
  return { moment, zone: offsetOfLocal(secondsFromMoment(moment), zone) };
}

const formatIn =
  (name: string, zone: (run: Run) => string): Native1 =>
  (input, format, run) => {
    if (typeof input !== 'number' && !isArray(input)) throw new JqError(`${name}/1 requires parsed datetime inputs`);
    if (typeof format !== 'string') throw new JqError(`${name}/1 requires a string format`);
    run.spend(costOf(zone(run)) + 10 * format.length);
    run.text(16 * format.length);
    return strftime(format, timestamp(input, name, zone(run)));
  };

const parse: Native1 = (input, format, run) => {
  if (typeof input !== 'string' || typeof format !== 'string') {
    throw new JqError('strptime/1 requires string inputs and arguments');
  }
  run.spend(COST);
  run.read(input.length + 16 * format.length);
  const parsed = strptime(input, format);
  if (parsed === null)
    throw new JqError(`date ${toJsonText(input, run)} does not match format ${toJsonText(format, run)}`);
  const time = broken(parsed.moment);
  return parsed.rest === '' || !isArray(time) ? time : [...time, parsed.rest];
};

export const TIME_NATIVES: Natives = {
  none: { gmtime: momentIn('gmtime', () => UTC), localtime: momentIn('localtime', zoneOf), mktime },
  one: { strptime: parse, strftime: formatIn('strftime', () => UTC), strflocaltime: formatIn('strflocaltime', zoneOf) },
};
