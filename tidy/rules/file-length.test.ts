import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { fileLength } from './file-length.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  fileLength.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

const lines = (count: number) => 'export {};\n'.repeat(count);

test('a shipped file ends at 400 lines, a test at 600', () => {
  const short = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`tidy/short-${at}.ts`, lines(10)]));
  expect(messages({ ...short, 'tidy/a.ts': lines(401) })).toEqual(['tidy/a.ts:1 401 lines, the limit is 400']);
  expect(messages({ ...short, 'tidy/a.ts': lines(400), 'tidy/a.test.ts': lines(600) })).toEqual([]);
  expect(messages({ ...short, 'tidy/a.test.ts': lines(601) })).toHaveLength(1);
});

test('a unit of long files is found although each is allowed', () => {
  expect(messages({ 'tidy/a.ts': lines(101), 'tidy/b.ts': lines(260), 'tidy/c.ts': lines(300) })).toEqual([
    'tidy:1 median file has 260 lines, the limit is 100',
    'tidy:1 ninetieth percentile of files is 300 lines, the limit is 250',
  ]);
});
