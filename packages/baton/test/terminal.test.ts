/** What data may do to a terminal: nothing; and how long lines are kept in their columns. */
import { expect, test } from 'vitest';
import { durationText, parseDuration } from '../src/cli/terminal/duration.ts';
import { plainJson, plainLine } from '../src/cli/terminal/plain-text.ts';
import { openTerminal } from '../src/cli/terminal/terminal.ts';
import { fitWidth, textWidth } from '../src/cli/terminal/text-width.ts';

const escape = '\u001B';

test('escape sequences, control letters and reading-order marks never reach the terminal', () => {
  expect(plainLine(`${escape}[31mred${escape}[0m`)).toBe('red');
  expect(plainLine(`${escape}]0;title\u0007after`)).toBe('after');
  expect(plainLine(`${escape}]8;;http://evil${escape}\\link`)).toBe('link');
  expect(plainLine('a\u009B2Jb\u0008\u202Ec\nd')).toBe('a2Jbc d');
});

test('JSON keeps its value and hides unsafe letters', () => {
  const value = { text: `${escape}[2J\u009B1m\u202Eabc\u007F` };
  const shown = plainJson(value, 2);
  expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u);
  expect(JSON.parse(shown)).toEqual(value);
});

test('wide letters take two columns, marks none', () => {
  expect(textWidth('plain')).toBe(5);
  expect(textWidth('日本')).toBe(4);
  expect(textWidth('e\u0301')).toBe(1);
  expect(textWidth(fitWidth('日本語の名前', 7))).toBe(7);
  expect(fitWidth('abcdef', 4)).toBe('abc…');
});

test('durations are read and written as people say them', () => {
  expect([90, 12_000, 185_000, 7_800_000, 273_600_000].map(durationText)).toEqual([
    '0.0s',
    '12s',
    '3m 05s',
    '2h 10m',
    '3d 4h',
  ]);
  expect(['500ms', '30s', '5m', '2h', '1d', '7'].map(parseDuration)).toEqual([
    500, 30_000, 300_000, 7_200_000, 86_400_000, 7_000,
  ]);
  expect(parseDuration('soon')).toBeUndefined();
});

test('symbols are for readers whose alphabet has them; a variable that is empty says nothing', () => {
  const options = { json: false, quiet: false, noColor: true };
  const environments: readonly (readonly [environment: NodeJS.ProcessEnv, symbols: boolean])[] = [
    [{}, true],
    [{ LC_ALL: '', LANG: 'C.UTF-8' }, true],
    [{ LC_ALL: 'C', LANG: 'C.UTF-8' }, false],
    [{ LANG: 'de_DE.ISO-8859-1' }, false],
  ];
  for (const [environment, symbols] of environments)
    expect([environment, openTerminal(options, environment).symbols]).toEqual([environment, symbols]);
});
