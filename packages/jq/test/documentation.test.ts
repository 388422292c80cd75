/** Proves that docs/jq.md names exactly what exists: builtins, formats, differences, limits. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DIFFERENCES } from '../differential/rules.ts';
import { formatNames } from '../src/builtins/formats.ts';
import { compile, DEFAULT_LIMITS } from '../src/index.ts';
import { writtenCases } from './cases.ts';

const page = readFileSync(new URL('../../../docs/jq.md', import.meta.url), 'utf8');

function section(title: string): string {
  const start = page.indexOf(`\n## ${title}\n`);
  expect(start).toBeGreaterThan(-1);
  const end = page.indexOf('\n## ', start + 1);
  return page.slice(start, end < 0 ? page.length : end);
}

const allIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found).toSorted();

test('the builtins', () => {
  const named = allIn(section('Builtins'), /`(\w+\/\d)`/g);
  expect(named).toEqual(
    compile('builtins[]')
      .all(null)
      .map((name) => JSON.stringify(name).replaceAll('"', ''))
      .toSorted(),
  );
});

test('the formats', () => {
  expect(new Set(allIn(section('Formats'), /`(@\w+)`/g))).toEqual(new Set(formatNames()));
});

test('the differences, each of which some written case shows unless it cannot', () => {
  const named = allIn(section('Differences from jq'), /^### (\S+)$/gm);
  expect(named).toEqual([...DIFFERENCES].toSorted());
  const shown = new Set(writtenCases().map(({ differs }) => differs));
  const elsewhere = ['key-order', 'limits', 'modules', 'removed-names'];
  expect(DIFFERENCES.filter((name) => !shown.has(name) && !elsewhere.includes(name))).toEqual([]);
});

test('the limits with their defaults', () => {
  const text = section('Limits');
  for (const [name, value] of Object.entries(DEFAULT_LIMITS)) {
    expect(text).toMatch(new RegExp(`\\| \`${name}\` \\|.*\\| ${value.toLocaleString('en-US')} \\|`));
  }
});

test('its examples give what it says', () => {
  const examples = [...page.matchAll(/^\| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|$/gm)];
  expect(examples.length).toBeGreaterThan(5);
  for (const [, program = '', input = '', outputs = ''] of examples) {
    const source = program.replaceAll('\\|', '|');
    expect([source, JSON.stringify(compile(source).all(JSON.parse(input)))]).toEqual([source, outputs]);
  }
});
