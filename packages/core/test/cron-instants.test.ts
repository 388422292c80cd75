/** When a cron expression comes true: over days that have 23 and 25 hours, in zones of every kind, and never in a loop. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cronProblem, newestInstants, nextInstant } from '../src/calendar/cron.ts';

const at = (text: string): number => Date.parse(text);
const iso = (instant: number | null): string => (instant === null ? 'never' : new Date(instant).toISOString());

function upcoming(expression: string, zone: string, { from, count }: { from: string; count: number }): string[] {
  const instants: string[] = [];
  for (let instant: number | null = at(from); instants.length < count;) {
    instant = nextInstant({ expression, zone }, instant);
    instants.push(iso(instant));
    if (instant === null) break;
  }
  return instants;
}

test.each([
  [
    'a time that does not exist happens when the clock has jumped',
    '30 2 * * *',
    'Europe/Berlin',
    '2026-03-28T12:00Z',
    '2026-03-29T01:00Z 2026-03-30T00:30Z 2026-03-31T00:30Z 2026-04-01T00:30Z',
  ],
  [
    'a time that comes twice happens the first time',
    '30 2 * * *',
    'Europe/Berlin',
    '2026-10-24T12:00Z',
    '2026-10-25T00:30Z 2026-10-26T01:30Z 2026-10-27T01:30Z 2026-10-28T01:30Z',
  ],
  [
    'steps leave out the hour that does not exist',
    '*/30 * * * *',
    'Europe/Berlin',
    '2026-03-29T00:15Z',
    '2026-03-29T00:30Z 2026-03-29T01:00Z 2026-03-29T01:30Z 2026-03-29T02:00Z',
  ],
  [
    'steps happen in both of two equal hours',
    '*/30 * * * *',
    'Europe/Berlin',
    '2026-10-24T23:45Z',
    '2026-10-25T00:00Z 2026-10-25T00:30Z 2026-10-25T01:00Z 2026-10-25T01:30Z',
  ],
  [
    'midnight that does not exist',
    '0 0 * * *',
    'America/Santiago',
    '2026-09-05T12:00Z',
    '2026-09-06T04:00Z 2026-09-07T03:00Z 2026-09-08T03:00Z 2026-09-09T03:00Z',
  ],
  [
    'a zone that moves by half an hour',
    '15 2 * * *',
    'Australia/Lord_Howe',
    '2026-10-03T00:00Z',
    '2026-10-03T15:30Z 2026-10-04T15:15Z 2026-10-05T15:15Z 2026-10-06T15:15Z',
  ],
  [
    'a day that does not exist',
    '0 12 * * *',
    'Pacific/Apia',
    '2011-12-29T00:00Z',
    '2011-12-29T22:00Z 2011-12-30T22:00Z 2011-12-31T22:00Z 2012-01-01T22:00Z',
  ],
  [
    'the leap day',
    '0 0 29 2 *',
    'UTC',
    '2026-01-01T00:00Z',
    '2028-02-29T00:00Z 2032-02-29T00:00Z 2036-02-29T00:00Z 2040-02-29T00:00Z',
  ],
  [
    'the last day of the month',
    '0 0 L * *',
    'Asia/Kolkata',
    '2026-01-30T00:00Z',
    '2026-01-30T18:30Z 2026-02-27T18:30Z 2026-03-30T18:30Z 2026-04-29T18:30Z',
  ],
  [
    'seconds',
    '*/20 * * * * *',
    'UTC',
    '2026-01-01T00:00:19.999Z',
    '2026-01-01T00:00:20Z 2026-01-01T00:00:40Z 2026-01-01T00:01Z 2026-01-01T00:01:20Z',
  ],
  [
    'a word',
    '@weekly',
    'America/New_York',
    '2026-03-01T00:00Z',
    '2026-03-01T05:00Z 2026-03-08T05:00Z 2026-03-15T04:00Z 2026-03-22T04:00Z',
  ],
])('%s', (...[_what, expression, zone, from, expected]) => {
  expect(upcoming(expression, zone, { from, count: 4 })).toEqual(expected.split(' ').map((text) => iso(at(text))));
});

test('says what is wrong', () => {
  const problems = [
    ['61 * * * *', 'UTC'],
    ['* * * * *', 'Europe/Atlantis'],
    ['0 0 30 2 *', 'UTC'],
    ['every day', 'UTC'],
    ['0 6 * * 1-5', ''],
    ['0 6 * * 1-5', 'Europe/Berlin'],
  ] as const;
  expect(problems.map(([expression, zone]) => cronProblem({ expression, zone })?.message ?? 'fine')).toEqual([
    'the cron expression cannot be read: invalid value for minute: 61',
    'there is no time zone "Europe/Atlantis"',
    'the cron expression never comes true',
    expect.stringContaining('the cron expression cannot be read: '),
    'there is no time zone ""',
    'fine',
  ]);
});

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Pacific/Apia',
  'America/St_Johns',
  'Asia/Tehran',
];
const field = (low: number, high: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min: low, max: high }).map(String),
    fc.integer({ min: 2, max: Math.max(2, Math.floor(high / 2)) }).map((step) => `*/${step}`),
    fc
      .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
      .map((pair) => pair.toSorted((a, b) => a - b).join('-')),
  );
const times = fc.record({
  expression: fc
    .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6))
    .map((fields) => fields.join(' ')),
  zone: fc.constantFrom(...zones),
});
const instants = fc.integer({ min: at('2000-01-01T00:00Z'), max: at('2037-01-01T00:00Z') });

test('every next instant is later, comes true by the clocks of its zone, and none is left out', () => {
  fc.assert(
    fc.property(times, instants, (time, from) => {
      const next = nextInstant(time, from);
      if (next === null) return;
      expect(next).toBeGreaterThan(from);
      // Nothing between: from any moment before it, it is still the next one.
      const between = from + Math.floor((next - from) / 2);
      expect(iso(nextInstant(time, between))).toBe(iso(next));
      expect(iso(nextInstant(time, next - 1))).toBe(iso(next));
      expect(isFixedTime(time.expression) || comesTrue(time, next)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('looking back finds what looking ahead found', () => {
  fc.assert(
    fc.property(times, instants, (time, from) => {
      const ahead: number[] = [];
      for (let next = nextInstant(time, from); next !== null && ahead.length < 5; next = nextInstant(time, next))
        ahead.push(next);
      const until = ahead.at(-1);
      if (until === undefined) return;
      expect(newestInstants(time, { until, count: ahead.length }).map(iso)).toEqual(ahead.map(iso));
    }),
    { numRuns: 200 },
  );
});

/** One time of day: such an expression is moved out of a gap, so its instant may not match by the clock. */
function isFixedTime(expression: string): boolean {
  const [minute = '', hour = ''] = expression.split(' ');
  return /^\d+$/.test(minute) && /^\d+$/.test(hour);
}

/** A second reading of the expression: by the clock that the zone shows, field by field. */
function comesTrue({ expression, zone }: { expression: string; zone: string }, instant: number): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const shown = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = expression.split(' ');
  const today = new Date(Date.UTC(shown('year'), shown('month') - 1, shown('day'))).getUTCDay();
  const isDay = fits(day, { value: shown('day'), low: 1 });
  const isWeekday = fits(weekday, { value: today, low: 0 });
  // As ever with cron: when both days are given, one of them is enough.
  const isToday = day === '*' || weekday === '*' ? isDay && isWeekday : isDay || isWeekday;
  return (
    shown('second') === 0 &&
    fits(minute, { value: shown('minute'), low: 0 }) &&
    fits(hour, { value: shown('hour'), low: 0 }) &&
    fits(month, { value: shown('month'), low: 1 }) &&
    isToday
  );
}

function fits(written: string, { value, low }: { value: number; low: number }): boolean {
  if (written === '*') return true;
  if (written.startsWith('*/')) return (value - low) % Number(written.slice(2)) === 0;
  const [first = 0, last = first] = written.split('-').map(Number);
  return value >= first && value <= last;
}
