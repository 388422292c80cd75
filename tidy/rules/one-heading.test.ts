import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { oneHeading } from './one-heading.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  oneHeading.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

test('none and two are found; a comment in a fenced block is no heading', () => {
  expect(messages({ 'a.md': 'text\n' })).toHaveLength(1);
  expect(messages({ 'a.md': '# A\n\n# B\n' })).toEqual(['a.md:3 a second first-level heading']);
  expect(messages({ 'a.md': '# A\n\n```sh\n# install\n```\n' })).toEqual([]);
});
