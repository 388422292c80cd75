/** The reference of the command line is what the commands say, and a change of them changes it. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cliPages } from './cli-pages.ts';
import { describedCommands } from './described-commands.ts';
import { root } from './packages.ts';

test('docs/cli is written from the commands as they are (npm run cli)', () => {
  const folder = join(root, 'docs/cli');
  const pages = cliPages(describedCommands());
  expect(readdirSync(folder).toSorted()).toEqual(pages.map(({ name }) => name).toSorted());
  for (const { name, text } of pages) expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
});

test('a page has usage, options and examples of its command', () => {
  const option = { name: 'loud', short: 'l', value: 'A|B', repeated: true, summary: 'Say it' };
  const command = {
    name: 'say',
    positionals: ['WORD'],
    usage: 'baton say WORD [options]',
    summary: 'Say a word',
    options: [option],
    examples: [{ line: 'baton say yes', effect: 'says yes' }],
  };
  const [overview, page] = cliPages({ commands: [command], common: [] });
  expect(overview?.text).toContain('| [`baton say WORD`](say.md) | Say a word |');
  expect(page?.text).toContain('```\nbaton say WORD [options]\n```');
  expect(page?.text).toContain('| `-l`, `--loud A\\|B` | Say it. May be repeated |');
  expect(page?.text).toContain('baton say yes   # says yes');
});
