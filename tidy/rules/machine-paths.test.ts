import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { machinePaths } from './machine-paths.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  machinePaths.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

test('homes of people and private registries are found', () => {
  expect(messages({ 'a.md': `see /${'home'}/ann/baton\n` })).toEqual([`a.md:1 machine path /${'home'}/ann`]);
  expect(messages({ 'a.json': `{ "url": "https://${'registry'}.corp.example/x" }` })).toHaveLength(1);
});

test('routes and placeholders pass', () => {
  expect(messages({ 'a.md': `https://a.example/${'home'}/page and ~/${'work'}/x\n` })).toEqual([]);
});
