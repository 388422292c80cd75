/** Durations: ISO 8601 texts and maps of units become milliseconds, and milliseconds become texts that read back. */
import { describe, expect, it } from 'vitest';
import { formatIsoDuration, parseDuration } from '../src/kernel/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['PT30S', 30_000],
    ['PT0S', 0],
    ['P1D', 86_400_000],
    ['P1DT12H', 129_600_000],
    ['PT1H30M', 5_400_000],
    ['P2W', 1_209_600_000],
    ['P1Y2M', (365 + 60) * 86_400_000],
    ['PT0.1S', 100],
    ['PT0,25S', 250],
    ['PT1.5M', 90_000],
    [' PT1S ', 1000],
  ])('reads %s', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));

  it.each(['', 'P', 'PT', 'P1H', 'PT1D', '1S', 'PT1', 'PT-1S', 'pt1s', 'P1DT', 'PT1S1M', 'in a minute'])(
    'refuses %j',
    (text) => expect(parseDuration(text)).toBeNull(),
  );

  it('reads maps of units', () => {
    expect(parseDuration({ days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5 })).toBe(93_784_005);
    expect(parseDuration({ seconds: 0 })).toBe(0);
  });

  it.each([
    [{}],
    [{ second: 1 }],
    [{ seconds: '1' }],
    [{ seconds: -1 }],
    [{ seconds: 1, toString: 1 }],
    [null],
    [5],
    [['PT1S']],
  ])('refuses %j', (value) => expect(parseDuration(value)).toBeNull());
});

describe('formatIsoDuration', () => {
  it('writes what reads back, over twelve orders of magnitude', () => {
    for (let value = 1; value < 1e12; value = value * 3 + 7)
      expect(parseDuration(formatIsoDuration(value))).toBe(value);
  });

  it.each([
    [0, 'PT0S'],
    [1, 'PT0.001S'],
    [90_000, 'PT1M30S'],
    [86_400_000, 'P1D'],
    [90_061_001, 'P1DT1H1M1.001S'],
  ])('writes %d as %s', (value, text) => expect(formatIsoDuration(value)).toBe(text));
});
