import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { bareError } from './bare-error.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  bareError.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

test('a bare Error is found whether thrown or handed on', () => {
  expect(messages({ 'packages/core/src/a.ts': "throw new Error('no');\nPromise.reject(Error('no'));\n" })).toHaveLength(
    2,
  );
});

test('named errors, the file of assert, tests and tools are free', () => {
  expect(messages({ 'packages/core/src/a.ts': "throw new JqError('no');\nclass JqError extends Error {}\n" })).toEqual(
    [],
  );
  expect(messages({ 'packages/core/src/kernel/assert.ts': "throw new Error('no');" })).toEqual([]);
  expect(messages({ 'packages/core/src/a.test.ts': "throw new Error('no');" })).toEqual([]);
});
