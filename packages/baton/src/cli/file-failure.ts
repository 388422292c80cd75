/** What a file system refused, for people: what it was about, why, and what can be done. */
export interface FileFailure {
  readonly message: string;
  readonly hint: string;
}

const elsewhere = 'name another folder: --data DIR';

const reasons: Readonly<Record<string, (path: string) => FileFailure>> = {
  EACCES: (path) => ({ message: `no right to use ${path}`, hint: `give yourself the right to it, or ${elsewhere}` }),
  EPERM: (path) => ({ message: `no right to use ${path}`, hint: `give yourself the right to it, or ${elsewhere}` }),
  EROFS: (path) => ({ message: `${path} can only be read: it lies on a disk without writing`, hint: elsewhere }),
  EEXIST: (path) => ({ message: `${path} is a file, and a folder is needed there`, hint: elsewhere }),
  ENOTDIR: (path) => ({ message: `${path} is not below a folder, but below a file`, hint: elsewhere }),
  ENOSPC: (path) => ({ message: `the disk of ${path} is full`, hint: 'make room, then do the same again' }),
  EMFILE: (path) => ({
    message: `too many files are open for ${path}`,
    hint: 'close some, or allow more: ulimit -n 4096',
  }),
};

/** What a refusal of the file system means; null for other errors, and for those that say by themselves what to do. */
export function fileFailure(
  error: Error & Partial<Record<'code' | 'path' | 'syscall' | 'hint', unknown>>,
): FileFailure | null {
  const { code, path, syscall, hint } = error;
  if (typeof code !== 'string' || typeof path !== 'string' || typeof syscall !== 'string' || hint !== undefined)
    return null;
  // Only making a folder says that something is there already and means that it is in the way.
  if (code === 'EEXIST' && syscall !== 'mkdir') return null;
  return reasons[code]?.(path) ?? null;
}
