import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { noExportStar } from './no-export-star.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  noExportStar.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

test('a star is found, a list is not', () => {
  expect(messages({ 'tidy/a.ts': "export * from './b.ts';\n" })).toHaveLength(1);
  expect(messages({ 'tidy/a.ts': "export { b } from './b.ts';\n" })).toEqual([]);
});
