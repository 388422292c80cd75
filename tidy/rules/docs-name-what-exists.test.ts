import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { docsNameWhatExists } from './docs-name-what-exists.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  docsNameWhatExists.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

const tree = {
  'package.json': '{ "scripts": { "test": "vitest" } }',
  'packages/jq/package.json': '{}',
  'docs/real.md': '# Real',
};

test('missing paths, packages, scripts and link targets are found', () => {
  const page = '# A\n`packages/gone/src`\n@batonhq/gone\n`npm run gone`\n[gone](gone.md)\n';
  expect(messages({ ...tree, 'docs/a.md': page })).toEqual([
    'docs/a.md:2 `packages/gone/src` does not exist',
    'docs/a.md:3 no package @batonhq/gone',
    'docs/a.md:4 no npm script `gone`',
    'docs/a.md:5 link to gone.md, which does not exist',
  ]);
});

test('what exists passes, patterns and links to the web too', () => {
  const page =
    '# A\n`packages/jq` `packages/*/package.json` `npm run test` @batonhq/jq [r](real.md#part) [w](https://a.example/b)\n';
  expect(messages({ ...tree, 'docs/a.md': page })).toEqual([]);
});
