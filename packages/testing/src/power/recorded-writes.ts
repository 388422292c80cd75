import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Files of a data folder whose contents matter after a power failure. */
const files = ['journal.db', 'journal.db-wal', 'journal.db-journal', 'journal.head'] as const;

/** The name of such a file. */
export type FileName = (typeof files)[number];

/** Something that a process did to the disk, in the order in which it did it. */
export type DiskOperation =
  | { readonly kind: 'write'; readonly file: FileName; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly file: FileName; readonly size: number }
  | { readonly kind: 'unlink'; readonly file: FileName }
  /** Everything of the file is on the disk when it returns. */
  | { readonly kind: 'sync'; readonly file: FileName }
  /** So are the names in the folder. */
  | { readonly kind: 'sync-names' };

const calls = ['pwrite64', 'fsync', 'fdatasync', 'ftruncate', 'unlink'] as const;

/** Bytes of one write that are recorded: a page of the largest size. */
const longest = 65_536;

/** Starts a process whose writes are recorded, with their contents. */
export function recordingTo(file: string): readonly string[] {
  const options = ['-f', '-qq', '--seccomp-bpf', '-y', '-xx', '-s', String(longest), '-o', file];
  return ['strace', ...options, '-e', `trace=${calls.join(',')}`];
}

/** Reads what was done to the files of a folder. Calls that failed did nothing. */
export function operationsIn(recording: string, folder: string): readonly DiskOperation[] {
  const operations: DiskOperation[] = [];
  for (const line of wholeCalls(readFileSync(recording, 'latin1'))) {
    const [, call = '', args = '', result] = /^\d+ +(\w+)\((.*)\) += (-?\d+)/.exec(line) ?? [];
    const operation = Number(result) < 0 ? null : operationOf(call, args, folder);
    if (operation !== null) operations.push(operation);
  }
  return operations;
}

/** Lines of the recording; a call that another thread came between is put together again. */
function wholeCalls(text: string): readonly string[] {
  const begun = new Map<string, string>();
  return text.split('\n').flatMap((line) => {
    const thread = line.slice(0, line.indexOf(' '));
    const cut = line.indexOf(' <unfinished ...>');
    if (cut >= 0) begun.set(thread, line.slice(0, cut));
    if (cut >= 0) return [];
    const resumed = /^\d+ +<\.\.\. \w+ resumed>/.exec(line);
    return resumed === null ? [line] : [`${begun.get(thread) ?? ''}${line.slice(resumed[0].length)}`];
  });
}

function operationOf(call: string, args: string, folder: string): DiskOperation | null {
  const path = decoded(/^(?:\d+<|")((?:\\x..)*)/.exec(args)?.[1] ?? '').toString();
  if (path === folder) return call === 'fsync' ? { kind: 'sync-names' } : null;
  const file = files.find((name) => name === basename(path));
  if (file === undefined || dirname(path) !== folder) return null;
  const numbers = args.slice(args.lastIndexOf('"') + 1).match(/\d+/g) ?? [];
  switch (call) {
    case 'pwrite64': {
      const data = decoded(/, "((?:\\x..)*)"/.exec(args)?.[1] ?? '');
      return { kind: 'write', file, data, offset: Number(numbers.at(-1)) };
    }
    case 'ftruncate':
      return { kind: 'truncate', file, size: Number(numbers.at(-1)) };
    case 'unlink':
      return { kind: 'unlink', file };
    default:
      return { kind: 'sync', file };
  }
}

function decoded(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex');
}
