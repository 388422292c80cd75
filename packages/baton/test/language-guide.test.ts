/** The language guide shows definitions that work: each is executed, and stands on the page as it was executed. */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasErrors } from '@batonhq/core';
import { expect, test } from 'vitest';
import { checkDefinition } from '../src/system/check-definition.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const kinds = ['call', 'do', 'emit', 'for', 'fork', 'listen', 'raise', 'run', 'set', 'switch', 'try', 'wait'];
const files = globSync('examples/language/*.yaml', { cwd: root });

test('there is an example for each kind of task, and each ends as its first lines promise', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'examples/language/main.ts')], {
    encoding: 'utf8',
  });
  const ended = stdout
    .trim()
    .split('\n')
    .map((line) => line.slice(0, 16).trim().split(/\s+/));
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(ended.map(([sign]) => sign)).toEqual(files.map(() => 'ok'));
  expect(ended.map(([, name]) => name)).toEqual(expect.arrayContaining(kinds));
});

test('the page about tasks shows each of them as it is executed', () => {
  const page = readFileSync(join(root, 'docs/language/tasks.md'), 'utf8');
  for (const file of files)
    expect(page).toContain(`\`\`\`yaml\n${readFileSync(join(root, file), 'utf8').trimEnd()}\n\`\`\``);
  for (const kind of kinds) expect(page).toContain(`\n## ${kind}\n`);
  expect(files.map((file) => basename(file, '.yaml'))).toEqual(expect.arrayContaining(kinds));
});

test('the whole document on the first page is valid', () => {
  const page = readFileSync(join(root, 'docs/language/README.md'), 'utf8');
  const text = /```yaml\n(document:[^]*?)```/.exec(page)?.[1] ?? '';
  const { diagnostics, reference } = checkDefinition({ text }, 'README.md');
  expect(hasErrors(diagnostics) ? diagnostics : reference).toBe('shop/order:1.0.0');
});
