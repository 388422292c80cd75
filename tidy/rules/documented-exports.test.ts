import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { documentedExports } from './documented-exports.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  documentedExports.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

const manifest = { 'packages/jq/package.json': '{ "exports": { ".": { "default": "./src/index.ts" } } }' };

test('a public name without a comment is found where it is declared', () => {
  const found = messages({
    ...manifest,
    'packages/jq/src/index.ts': "export { a as b } from './a.ts';\nexport type { T } from './a.ts';",
    'packages/jq/src/a.ts': '/** Kept apart. */\nconst other = 1;\nexport const a = other;\nexport type T = 1;\n',
  });
  expect(found).toEqual([
    'packages/jq/src/a.ts:3 `a` is public and has no TSDoc comment',
    'packages/jq/src/a.ts:4 `T` is public and has no TSDoc comment',
  ]);
});

test('comments count through lists and imports; private names and other packages need none', () => {
  const found = messages({
    ...manifest,
    'packages/jq/src/index.ts': "import { a } from './a.ts';\nexport { a };\nexport { z } from 'zod';",
    'packages/jq/src/a.ts': '/** Adds. */\nexport function a() {}\nexport const own = 1;\n',
  });
  expect(found).toEqual([]);
});
