import { expect, test } from 'vitest';
import type { Rule } from './finding.ts';
import { report } from './report.ts';
import { treeOf } from './tree.ts';

const rule: Rule = {
  name: 'sample',
  why: 'it shows.',
  check: () => [
    { file: 'packages/b/x.ts', line: 2, message: 'second' },
    { file: 'packages/a/x.ts', line: 9, message: 'ninth' },
    { file: 'packages/a/x.ts', line: 3, message: 'third' },
  ],
};

test('findings are sorted by file and line, with the motive below', () => {
  const { text, count } = report(treeOf({}), { rules: [rule] });
  expect(count).toBe(3);
  expect(text.split('\n').slice(0, 3)).toEqual([
    'packages/a/x.ts:3: third [sample]',
    'packages/a/x.ts:9: ninth [sample]',
    'packages/b/x.ts:2: second [sample]',
  ]);
  expect(text).toContain('sample: it shows.');
});

test('a folder shows only its own', () => {
  expect(report(treeOf({}), { rules: [rule], under: ['packages/b/'] }).count).toBe(1);
  expect(report(treeOf({}), { rules: [rule], under: ['packages/'] }).count).toBe(3);
});
