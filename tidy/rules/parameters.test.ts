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

test('a flag beside another parameter is found', () => {
  expect(
    messages({ 'tidy/a.ts': 'function f(a: string, loud: boolean) {}\nconst g = (a: 1, b = false) => b;' }),
  ).toEqual([
    'tidy/a.ts:1 the flag `loud: boolean` is a position: give it a name in an options object',
    'tidy/a.ts:2 the flag `b = false` is a position: give it a name in an options object',
  ]);
  expect(messages({ 'tidy/a.ts': 'function f(loud: boolean) {}\nfunction g(a: 1, b: { c: boolean }) {}' })).toEqual([]);
});
