/**
 * `node release/cli.ts` writes the reference of the command line to `docs/cli`, from the commands themselves; with
 * `--check` it compares and fails on a difference.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliPages } from './cli-pages.ts';
import { describedCommands } from './described-commands.ts';
import { root } from './packages.ts';

const folder = join(root, 'docs/cli');
mkdirSync(folder, { recursive: true });

const pages = new Map(cliPages(describedCommands()).map(({ name, text }) => [name, text]));
const found = new Map(
  globSync('*.md', { cwd: folder }).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
);
const different = [...new Set<string>([...pages.keys(), ...found.keys()])].filter(
  (name) => pages.get(name) !== found.get(name),
);

if (process.argv.includes('--check')) {
  for (const name of different) console.log(`docs/cli/${name} is not what the commands say: npm run cli`);
  process.exitCode = different.length === 0 ? 0 : 1;
} else {
  for (const name of different) {
    const text = pages.get(name);
    if (text === undefined) rmSync(join(folder, name));
    else writeFileSync(join(folder, name), text);
    console.log(`${text === undefined ? 'removed' : 'wrote'} docs/cli/${name}`);
  }
}
