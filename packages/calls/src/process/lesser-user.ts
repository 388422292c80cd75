import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** A user of this machine. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** A user that owns nothing. */
const nobody: User = { uid: 65_534, gid: 65_534 };

/** Who a process should be that needs no rights: nobody when this process is root and could become anybody, else itself. */
export function lesserUser(): User | undefined {
  return process.getuid?.() === 0 ? nobody : undefined;
}

/** The same for a process that must read these files, which may lie where only root gets. */
export function lesserUserFor(files: readonly string[]): User | undefined {
  return files.every(isForEverybody) ? lesserUser() : undefined;
}

const [read, enter] = [0o004, 0o001];

function isForEverybody(file: string): boolean {
  return has(file, read) && isOpenFolder(dirname(file));
}

function isOpenFolder(folder: string): boolean {
  const parent = dirname(folder);
  return has(folder, enter) && (parent === folder || isOpenFolder(parent));
}

function has(path: string, right: number): boolean {
  return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & right) !== 0;
}
