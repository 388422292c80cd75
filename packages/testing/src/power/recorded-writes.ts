import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of a data folder whose contents matter after a power failure. */
const files = ['journal.db', 'journal.db-wal', 'journal.db-journal', 'journal.head'] as const;

/** The name of such a file. */
export type FileName = (typeof files)[number];

/** Something that a process did to the disk, in the order in which it did it. */
export type DiskOperation =
  | { readonly kind: 'write'; readonly file: FileName; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly file: FileName; readonly size: number }
  | { readonly kind: 'unlink'; readonly file: FileName }
  /** Another file, whole and synced, took its name. */
  | { readonly kind: 'replace'; readonly file: FileName; readonly data: Buffer }
  /** Everything of the file is on the disk when it returns. */
  | { readonly kind: 'sync'; readonly file: FileName }
  /** So are the names in the folder. */
  | { readonly kind: 'sync-names' };

const calls = ['pwrite64', 'write', 'fsync', 'fdatasync', 'ftruncate', 'unlink', 'rename'] as const;

/** What a file is called until it takes the name of the one it replaces. */
const successor = '.new';

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
  const successors = new Map<string, Buffer>();
  for (const line of wholeCalls(readFileSync(recording, 'latin1'))) {
    const [, call = '', args = '', result] = /^\d+ +(\w+)\((.*)\) += (-?\d+)/.exec(line) ?? [];
    if (Number(result) < 0) continue;
    if (call === 'write') successors.set(pathIn(args), dataIn(args));
    const operation = operationOf(call, args, { folder, successors });
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

interface Surroundings {
  readonly folder: string;
  /** What was written in one piece, by path. */
  readonly successors: ReadonlyMap<string, Buffer>;
}

function operationOf(call: string, args: string, { folder, successors }: Surroundings): DiskOperation | null {
  const path = pathIn(args);
  if (path === folder) return call === 'fsync' ? { kind: 'sync-names' } : null;
  const file = files.find((name) => join(folder, name) === (call === 'rename' ? withoutSuccessor(path) : path));
  if (file === undefined) return null;
  const numbers = args.slice(args.lastIndexOf('"') + 1).match(/\d+/g) ?? [];
  switch (call) {
    case 'pwrite64':
      return { kind: 'write', file, data: dataIn(args), offset: Number(numbers.at(-1)) };
    case 'write':
      return null; // Only what takes another's name is written in one piece; the rest goes to places.
    case 'ftruncate':
      return { kind: 'truncate', file, size: Number(numbers.at(-1)) };
    case 'unlink':
      return { kind: 'unlink', file };
    case 'rename':
      return { kind: 'replace', file, data: successors.get(path) ?? Buffer.alloc(0) };
    default:
      return { kind: 'sync', file };
  }
}

function withoutSuccessor(path: string): string {
  return path.endsWith(successor) ? path.slice(0, -successor.length) : '';
}

/** The path of the descriptor, or the first argument. */
function pathIn(args: string): string {
  return decoded(/^(?:\d+<|")((?:\\x..)*)/.exec(args)?.[1] ?? '').toString();
}

function dataIn(args: string): Buffer {
  return decoded(/, "((?:\\x..)*)"/.exec(args)?.[1] ?? '');
}

function decoded(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex');
}
