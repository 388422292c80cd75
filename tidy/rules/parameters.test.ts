import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { parameters } from './parameters.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  parameters.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

test('four parameters are one too many, `this` is none', () => {
  expect(messages({ 'tidy/a.ts': 'export function f(a: 1, b: 2, c: 3, d: 4) {}' })).toEqual([
    'tidy/a.ts:1 4 parameters, the limit is 3',
  ]);
  expect(
    messages({ 'tidy/a.ts': 'class A { constructor(a, b, ...c) {} }\nfunction f(this: A, a: 1, b: 2, c: 3) {}' }),
  ).toEqual([]);
});
