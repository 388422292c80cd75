import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { fileNames } from './file-names.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  fileNames.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

test('drawers and mixed case are found', () => {
  expect(
    messages({ 'packages/core/src/utils.ts': '', 'packages/core/src/lib/a.ts': '', 'tidy/readTree.ts': '' }),
  ).toHaveLength(3);
});

test('names of responsibilities pass, and so does what is not ours to name', () => {
  expect(
    messages({ 'packages/core/src/read-tree.test.ts': '', 'packages/core/README.md': '', 'src/Utils.ts': '' }),
  ).toEqual([]);
});
