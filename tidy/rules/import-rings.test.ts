import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { importRings } from './import-rings.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  importRings.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

test('a ring is named file by file, type imports included', () => {
  const ring = {
    'tidy/a.ts': "import { b } from './b.ts';",
    'tidy/b.ts': "import type { C } from './c.ts';",
    'tidy/c.ts': "export { a } from './a.ts';",
  };
  expect(messages(ring)).toEqual(['tidy/a.ts:1 import ring: tidy/a.ts > tidy/b.ts > tidy/c.ts > tidy/a.ts']);
});

test('two ways to the same file are no ring', () => {
  const diamond = {
    'tidy/a.ts': "import './b.ts'; import './c.ts';",
    'tidy/b.ts': "import './d.ts';",
    'tidy/c.ts': "import './d.ts';",
    'tidy/d.ts': 'export {};',
  };
  expect(messages(diamond)).toEqual([]);
});
