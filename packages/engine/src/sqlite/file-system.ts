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

/** Makes a folder, for its user only, that is still there after a power failure. */
export function makeDirectory(directory: string): void {
  const first = mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const top = dirname(resolve(first));
  for (let path = resolve(directory); path !== top; path = dirname(path)) syncPath(dirname(path));
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
