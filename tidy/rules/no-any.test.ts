import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { noAny } from './no-any.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  noAny.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

test('`any` is found as a type, not as a word', () => {
  expect(messages({ 'tidy/a.ts': 'let any = 1;\nlet b: any[] = [];\n' })).toEqual(['tidy/a.ts:2 `any`']);
});

test('comments that silence the checker are found; a test may expect an error', () => {
  const silenced = `// @ts-${'expect-error'} because\nf(1);\n`;
  expect(messages({ 'tidy/a.ts': silenced })).toHaveLength(1);
  expect(messages({ 'tidy/a.test.ts': silenced })).toEqual([]);
  expect(messages({ 'tidy/a.test.ts': `// @ts-${'ignore'}\nf(1);\n` })).toHaveLength(1);
});
