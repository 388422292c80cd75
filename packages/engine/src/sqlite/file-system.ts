import { statfsSync, statSync } from 'node:fs';

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
