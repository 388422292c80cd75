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
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return pages;
  const fresh = `${pages}.${process.pid}`;
  const { NODE_ENV: _test, ...environment } = process.env;
  const vite = join(root, '..', '..', 'node_modules', 'vite', 'bin', 'vite.js');
  const options = ['--outDir', fresh, '--emptyOutDir', '--logLevel', 'error'];
  execFileSync(process.execPath, [vite, 'build', root, ...options], { env: environment });
  writeFileSync(join(fresh, 'assets', 'source.txt'), wanted);
  const old = `${fresh}.old`;
  mkdirSync(pages, { recursive: true });
  renameSync(pages, old);
  renameSync(fresh, pages);
  rmSync(old, { recursive: true });
  return pages;
}

function sourceHash(): string {
  const hash = createHash('sha256');
  const files = globSync('{app/**/*,index.html,vite.config.ts,package.json}', { cwd: root, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  for (const path of paths.toSorted()) hash.update(path).update('\0').update(readFileSync(path));
  return hash.digest('hex');
}
