import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const pages = join(root, 'pages');
const mark = join(pages, 'assets', 'source.txt');

/**
 * The folder of the built pages, built anew when what they are made of has changed since: by the command that people use, in a
 * process without what tests set, since the environment decides which React it is. They are built beside and moved there, so
 * that whoever else builds at the same time does no harm.
 */
export function builtPages(): string {
  const wanted = sourceHash();
  const isThere = (): boolean => existsSync(mark) && readFileSync(mark, 'utf8') === wanted;
  if (isThere()) return pages;
  const fresh = `${pages}.${process.pid}`;
  const { NODE_ENV: _test, ...environment } = process.env;
  const vite = join(root, '..', '..', 'node_modules', 'vite', 'bin', 'vite.js');
  const options = ['--outDir', fresh, '--emptyOutDir', '--logLevel', 'error'];
  execFileSync(process.execPath, [vite, 'build', root, ...options], { env: environment });
  writeFileSync(join(fresh, 'assets', 'source.txt'), wanted);
  // Whoever was quicker serves from there already: the same pages are not taken away from them.
  if (isThere()) rmSync(fresh, { recursive: true });
  else replace(pages, fresh);
  return pages;
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
  for (const path of paths.toSorted()) hash.update(path).update('\0').update(readFileSync(path));
  return hash.digest('hex');
}
