import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');
const pages = join(root, 'pages');
const mark = join(pages, 'assets', 'source.txt');

/** What builds pages. */
const builder = 'vite';

/**
 * The folder of the built pages. In a workspace they are built anew when what they are made of has changed since, in a process
 * of their own, which takes a few seconds; a published package brings them along. Null where there are none and nothing that
 * could build them is installed. Rejects when building fails.
 *
 * @param onBuild Told when they are about to be built.
 *
 * @example
 * const pages = await freshPages(() => console.error('building pages'));
 */
export async function freshPages(onBuild: () => void = () => undefined): Promise<string | null> {
  const command = existsSync(join(root, 'app')) ? builderCommand() : null;
  if (command === null) return existsSync(pages) ? pages : null;
  const wanted = sourceHash();
  const isThere = (): boolean => existsSync(mark) && readFileSync(mark, 'utf8') === wanted;
  if (isThere()) return pages;
  onBuild();
  const fresh = `${pages}.${process.pid}`;
  // The environment decides which React it is: what tests set is left out.
  const { NODE_ENV: _environment, ...env } = process.env;
  const options = ['--outDir', fresh, '--emptyOutDir', '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, [command, 'build', root, ...options], { env });
  writeFileSync(join(fresh, 'assets', 'source.txt'), wanted);
  // Whoever was quicker serves from there already: the same pages are not taken away from them.
  if (isThere()) rmSync(fresh, { recursive: true });
  else replace(pages, fresh);
  return pages;
}

/** The file of the builder's command; null where it is not installed. */
function builderCommand(): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${builder}/package.json`)), 'bin', `${builder}.js`);
  } catch {
    return null;
  }
}

function replace(folder: string, fresh: string): void {
  const old = `${fresh}.old`;
  mkdirSync(folder, { recursive: true });
  renameSync(folder, old);
  renameSync(fresh, folder);
  rmSync(old, { recursive: true });
}

function sourceHash(): string {
  const hash = createHash('sha256');
  const files = globSync('{app/**/*,index.html,vite.config.ts,package.json}', { cwd: root, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  for (const path of paths.toSorted()) hash.update(path.slice(root.length)).update('\0').update(readFileSync(path));
  return hash.digest('hex');
}
