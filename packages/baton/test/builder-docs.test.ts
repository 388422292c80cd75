/** The page about the builder shows a program that runs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

test('the program on the page is the example, and the example says what it should', () => {
  const example = join(root, 'examples/offer/main.ts');
  expect(readFileSync(join(root, 'docs/builder.md'), 'utf8')).toContain(readFileSync(example, 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'baton-builder-'));
  const { stdout, stderr } = spawnSync(process.execPath, [example], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect({ stdout, stderr }).toEqual({ stdout: expect.stringContaining('Dear customer, that is 12.'), stderr: '' });
});
