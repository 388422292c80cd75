import type { Stats } from 'node:fs';
import { constants, lstat, open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** A file that is open: whoever has it reads its content to the end, cancels that, or closes it. */
export interface OpenedFile {
  readonly kind: 'there';
  readonly bytes: number;
  /** When it was written, replaced or renamed last, in milliseconds since 1970; nobody can set this back. */
  readonly touchedAt: number;
  /** As many bytes as `bytes` says, once. */
  content(): ReadableStream<Uint8Array>;
  close(): Promise<void>;
}

/** What stands where a file was looked for. */
export type FoundFile =
  | OpenedFile
  | { readonly kind: 'gone' }
  | { readonly kind: 'large'; readonly bytes: number; readonly most: number }
  /** No file of the workspace: a link, a folder, something outside, something nobody may read. */
  | { readonly kind: 'refused'; readonly why: string };

/** What keeps from waiting at a pipe that nobody writes to, and from following a link; on Windows neither is there, which adds nothing. */
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

/** What a file in a place that is known to lie inside has to be. */
export interface Opening {
  /** As it is called when something is said about it. */
  readonly path: string;
  readonly most: number;
  /** Throws when the place no longer lies inside. */
  readonly check: () => Promise<unknown>;
}

/** Opens what really lies at a place: what was opened is looked at, not what stood there before. */
export async function openFound(place: string, { path, most, check }: Opening): Promise<FoundFile> {
  let handle: FileHandle;
  try {
    handle = await open(place, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    return notOpened(error, path);
  }
  try {
    const about = await handle.stat();
    const problem = await problemOf(place, { about, check, path });
    if (problem === null && about.size <= most) return opened(handle, about);
    await handle.close();
    return problem ?? { kind: 'large', bytes: about.size, most };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function opened(handle: FileHandle, { size, ctimeMs }: Stats): OpenedFile {
  return {
    kind: 'there',
    bytes: size,
    touchedAt: Math.floor(ctimeMs),
    content() {
      if (size > 0) return bytesOf(handle.createReadStream({ start: 0, end: size - 1 }));
      return new ReadableStream({ start: (controller) => void handle.close().finally(() => controller.close()) });
    },
    close: () => handle.close(),
  };
}

function bytesOf(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream);
}

/** Somebody may have put something else in its place meanwhile: it is a file, and it is the one that stands there. */
async function problemOf(
  place: string,
  { about, check, path }: Pick<Opening, 'check' | 'path'> & { readonly about: Stats },
): Promise<FoundFile | null> {
  if (!about.isFile()) return { kind: 'refused', why: `${path} is no file` };
  await check();
  const now = await lstat(place).catch(() => null);
  if (now?.ino === about.ino && now.dev === about.dev) return null;
  return { kind: 'refused', why: `${path} is being replaced: ask again` };
}

function notOpened(error: unknown, path: string): FoundFile {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'gone' };
  if (code === 'ELOOP') return { kind: 'refused', why: `${path} is a link` };
  return { kind: 'refused', why: `${path} cannot be read (${code === '' ? String(error) : code})` };
}
