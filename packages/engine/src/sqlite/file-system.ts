import { closeSync, fsyncSync, mkdirSync, openSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** True when the error says that the file or folder does not exist. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Size of a file in bytes; null when it does not exist. */
export function fileSize(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}

/** File systems that answer `fsync` and locks over a network, by the number that Linux gives them. */
const overNetwork: Readonly<Record<number, string>> = {
  0x6969: 'NFS',
  0x517b: 'SMB',
  0xff534d42: 'CIFS',
  0xfe534d42: 'SMB',
  0x01021997: '9P',
  0x00c36400: 'Ceph',
  0x5346414f: 'AFS',
  0x65735546: 'FUSE',
};

/** The name of the network file system that a folder lies on; null when it is none that we know. */
export function networkFileSystem(directory: string): string | null {
  return overNetwork[statfsSync(directory).type >>> 0] ?? null;
}

/**
 * Makes a folder, for its user only, that is still there after a power failure. Level by level: where a file system refuses
 * new folders by saying that what is above them is missing (`/proc`), the recursive way of the platform never ends.
 */
export function makeDirectory(directory: string): void {
  const path = resolve(directory);
  const above = dirname(path);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (above !== path) makeDirectory(above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Somebody else may have made it in between.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
    throw error;
  }
  syncPath(above);
}

/** Makes the contents of a file, or the entries of a folder, durable. */
export function syncPath(path: string): void {
  if (process.platform === 'win32') return; // Folders cannot be synced there, and need not be.
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
