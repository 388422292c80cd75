import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The name of the control socket in a data folder. */
const socketName = 'control.sock';

/** Bytes that an address of a Unix socket can surely have, on every system. */
const longest = 100;

/** Where the control socket of a data folder is. */
export function socketPath(directory: string): string {
  return join(resolve(directory), socketName);
}

/**
 * Uses a socket by a path that fits into an address: the path itself, or one through a short link that exists only as
 * long as `use` takes. Whoever binds or connects needs the path just then.
 */
export async function throughShortPath<T>(path: string, use: (short: string) => Promise<T>): Promise<T> {
  if (Buffer.byteLength(path) <= longest) return use(path);
  const folder = mkdtempSync(join(tmpdir(), 'baton-'));
  try {
    const link = join(folder, 'd');
    symlinkSync(dirname(path), link, 'dir');
    return await use(join(link, socketName));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
