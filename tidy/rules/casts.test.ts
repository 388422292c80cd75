import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { casts } from './casts.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  casts.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

test('two casts in a short unit are one too many, and both are shown', () => {
  expect(messages({ 'tidy/a.ts': 'f(a as B);\nf(<C>a);\n' })).toEqual([
    'tidy/a.ts:1 cast to B: 2 in 2 lines, 1 allowed',
    'tidy/a.ts:2 cast to C: 2 in 2 lines, 1 allowed',
  ]);
});

test('`as const`, `satisfies`, brand constructors and tests are free', () => {
  const brand = "type Id = string & { readonly brand: 'Id' };\nf(a as Id);\nf(b as Id);\n";
  expect(messages({ 'tidy/a.ts': brand })).toEqual([]);
  expect(messages({ 'tidy/a.ts': 'f([1] as const);\nf([2] as const);\nf(a satisfies B);\n' })).toEqual([]);
  expect(messages({ 'tidy/a.test.ts': 'f(a as B);\nf(a as B);\n' })).toEqual([]);
});
