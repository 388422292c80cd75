import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { todo } from './todo.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  todo.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

const marker = 'TO' + 'DO';

test('a marker needs an issue number', () => {
  expect(messages({ 'tidy/a.ts': `// ${marker}: later\n` })).toEqual([`tidy/a.ts:1 ${marker} without an issue number`]);
  expect(messages({ 'tidy/a.ts': `// ${marker}(#12): later\n` })).toEqual([]);
});
