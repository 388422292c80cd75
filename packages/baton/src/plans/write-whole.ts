import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file that is there as a whole or not at all, also after a power failure. With `once` it never takes the place
 * of another: false when the file was there before.
 */
export async function writeWhole(path: string, text: string, { once }: { readonly once: boolean }): Promise<boolean> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const stage = `${path}.${randomUUID()}.new`;
  try {
    await writeSynced(stage, text);
    if (once) await link(stage, path);
    else await rename(stage, path);
    await syncFolder(folder);
    return true;
  } catch (error) {
    if (once && error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(stage, { force: true });
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Folders cannot be synced on Windows, and need not be. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
