/** Proves that local times follow the zone that the host names, and that nothing follows the machine's own. */
import { describe, expect, test } from 'vitest';
import { compile, JqError } from '../src/index.ts';
import type { Json } from '../src/index.ts';

const WINTER = 1_425_599_507; // 2015-03-05T23:51:47Z
const SUMMER = 1_436_572_307; // 2015-07-10T23:51:47Z

const inZone = (timeZone: string, source: string, input: Json): Json | undefined =>
  compile(source, { host: { timeZone } }).first(input);

describe('local times', () => {
  test('are UTC unless the host says otherwise', () => {
    expect(compile('localtime == gmtime, strflocaltime("%H %Z %z")').all(WINTER)).toEqual([true, '23 UTC +0000']);
  });

  test('follow the zone, daylight saving included', () => {
    expect(inZone('Europe/Berlin', 'localtime', WINTER)).toEqual([2015, 2, 6, 0, 51, 47, 5, 64]);
    expect(inZone('Europe/Berlin', 'localtime', SUMMER)).toEqual([2015, 6, 11, 1, 51, 47, 6, 191]);
    expect(inZone('America/New_York', 'strflocaltime("%Y-%m-%d %H:%M %Z %z")', WINTER)).toBe(
      '2015-03-05 18:51 EST -0500',
    );
    expect(inZone('America/New_York', 'strflocaltime("%H:%M %Z")', SUMMER)).toBe('19:51 EDT');
    expect(inZone('Asia/Kolkata', 'strflocaltime("%H:%M %z")', WINTER)).toBe('05:21 +0530');
  });

  test('a broken down time has the offset of its own moment', () => {
    expect(inZone('Europe/Berlin', 'strflocaltime("%z")', [2015, 0, 1, 0, 0, 0])).toBe('+0100');
    expect(inZone('Europe/Berlin', 'strflocaltime("%z")', [2015, 6, 1, 0, 0, 0])).toBe('+0200');
    expect(inZone('Europe/Berlin', 'localtime | strflocaltime("%s")', WINTER)).toBe(String(WINTER));
  });

  test('of a zone that does not exist are a JqError', () => {
    expect(() => inZone('Mars/Olympus', 'localtime', WINTER)).toThrow(JqError);
  });
});

describe('the calendar', () => {
  test('goes back and forth over its whole range', () => {
    const program = compile('gmtime | mktime');
    for (const seconds of [0, -1, 951_782_400, 4_107_542_400, -62_135_596_800, 253_402_300_799, -6e10, 5e11]) {
      expect(program.first(seconds)).toBe(seconds);
    }
  });

  test('agrees with JavaScript on dates that both know', () => {
    const program = compile('todate');
    for (let seconds = -1e10; seconds < 1e11; seconds += 987_654_321) {
      expect(program.first(seconds)).toBe(new Date(seconds * 1000).toISOString().replace('.000', ''));
    }
  });

  test('reads what it writes', () => {
    const formats = [
      '%Y-%m-%dT%H:%M:%SZ',
      '%a, %d %b %Y %H:%M:%S',
      '%c',
      '%D %T',
      '%F %I:%M:%S %p',
      '%j %Y %H:%M:%S',
      '%s',
    ];
    const program = compile('. as $s | $formats[] | . as $f | $s | strftime($f) | strptime($f) | mktime', {
      variables: ['formats'],
    });
    expect(program.all(WINTER, { formats })).toEqual(formats.map(() => WINTER));
  });

  test('carries what is out of range', () => {
    expect(compile('mktime | todate').first([2015, 14, 35, 25, 61, 61])).toBe('2016-04-05T02:02:01Z');
  });
});
