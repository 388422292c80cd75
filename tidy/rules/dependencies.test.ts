import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { dependencies } from './dependencies.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  dependencies.check(treeOf(texts)).map(({ message }) => message);

test('a dependency without a motive is found, and jq may have none at all', () => {
  expect(messages({ 'packages/jq/package.json': '{ "dependencies": { "left-pad": "1" } }' })).toEqual([
    '1 dependencies, the limit is 0',
    'left-pad has no line in docs/dependencies.md',
  ]);
});

test('a dependency with its line passes, and so do our own packages', () => {
  const manifest = '{ "dependencies": { "@batonhq/jq": "1", "zod": "4" } }';
  expect(messages({ 'packages/core/package.json': manifest, 'docs/dependencies.md': '| `zod` | parses |' })).toEqual(
    [],
  );
});
