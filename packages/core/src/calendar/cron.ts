import { Cron } from 'croner';

/**
 * A cron expression and the zone whose clocks it is read by.
 *
 * When clocks are set forward, a time of day that does not exist happens at the first moment after the gap; when they
 * are set back, a time of day that comes twice happens the first time. Expressions with a range, a list or a step in
 * their time of day are about elapsed time instead: they leave out what does not exist and happen both times.
 */
export interface CronTime {
  /** Five fields (minute to day of week), or six with seconds in front, or one such as `@daily`. */
  readonly expression: string;
  /** A name of the time zone database, such as `Europe/Berlin`. */
  readonly zone: string;
}

/** Says what is wrong with a cron expression or its zone; null when nothing is. */
export function cronProblem({ expression, zone }: CronTime): CronProblem | null {
  if (!isZone(zone)) return { part: 'zone', message: `there is no time zone "${zone}"` };
  try {
    const never = nextInstant({ expression, zone }, 0) === null;
    return never ? { part: 'expression', message: 'the cron expression never comes true' } : null;
  } catch (error) {
    return { part: 'expression', message: `the cron expression cannot be read: ${wordsOf(error)}` };
  }
}

/** What is wrong, and with which part. */
export interface CronProblem {
  readonly part: 'expression' | 'zone';
  readonly message: string;
}

/** The first instant after `after` (milliseconds since 1970) at which the expression comes true; null when there is none. */
export function nextInstant(time: CronTime, after: number): number | null {
  return calendarOf(time).nextRun(new Date(after))?.getTime() ?? null;
}

/** The newest `count` instants up to and including `until`, oldest first. */
export function newestInstants(
  time: CronTime,
  { until, count }: { readonly until: number; readonly count: number },
): readonly number[] {
  const newest = calendarOf(time).previousRuns(count + 1, new Date(until + 1_000));
  const instants = newest.map((instant) => instant.getTime()).filter((instant) => instant <= until);
  return instants.slice(0, count).toReversed();
}

/** True for a name of the time zone database, whatever the machine's own zone is. */
export function isZone(zone: string): boolean {
  try {
    return zone !== '' && new Cron('* * * * *', { timezone: zone, paused: true }).nextRun(new Date(0)) !== null;
  } catch {
    return false;
  }
}

/** Parsed expressions; parsing one costs about as much as asking it. */
const parsed = new Map<string, Cron>();
const kept = 1_000;

/** Never given a function, so it has no timer: it only answers. */
function calendarOf({ expression, zone }: CronTime): Cron {
  const key = `${zone} ${expression}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const calendar = new Cron(expression, { timezone: zone, paused: true });
  if (parsed.size >= kept) parsed.clear();
  parsed.set(key, calendar);
  return calendar;
}

/** Its messages begin with the class they come from. */
function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const words = message.replace(/^\w+: /, '');
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}
