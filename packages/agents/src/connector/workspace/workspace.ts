import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { openFound, type FoundFile } from './opened-file.ts';
import { WorkspaceError } from './workspace-error.ts';

/** A file of a workspace. */
export interface WorkspaceFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Changes whenever the file does: which file it is, how long, and when it was touched. */
  readonly version: string;
}

const mostFiles = 10_000;
const mostBytes = 32 * 1024 * 1024;

/** What is never part of the work: version control, packages, Baton's own journal. */
const skipped: ReadonlySet<string> = new Set(['.git', 'node_modules', '.baton']);

/**
 * A folder that agents may work in, and nothing outside of it: paths are resolved against its root, links are not
 * followed, files are limited in number and size. Writing is all or nothing.
 *
 * @example
 * ```ts
 * import { Workspace } from '@batonhq/agents/workspace';
 *
 * const workspace = await Workspace.open('.');
 * for (const { path } of await workspace.files()) console.log(path);
 * ```
 */
export class Workspace {
  readonly root: string;
  readonly #changes = new Map<string, Promise<void>>();

  private constructor(root: string) {
    this.root = root;
  }

  /** Throws `WorkspaceError` when there is no such folder. */
  static async open(folder: string): Promise<Workspace> {
    const root = await realpath(resolve(folder)).catch(() => null);
    if (root === null || !(await lstat(root)).isDirectory())
      throw new WorkspaceError(`${folder} is no folder: give the folder that holds the documents`);
    return new Workspace(root);
  }

  /** All files, by path; hidden ones too, links not. */
  async files(): Promise<readonly WorkspaceFile[]> {
    const found: WorkspaceFile[] = [];
    await this.#walk('', found);
    return found.toSorted((left, right) => (left.path < right.path ? -1 : 1));
  }

  /** The bytes of a file. Throws `WorkspaceError` for what is not there, not a file, or too large. */
  async read(path: string): Promise<Buffer> {
    const file = await this.#inside(path);
    const about = await lstat(file).catch(() => null);
    if (about === null || !about.isFile()) throw new WorkspaceError(`there is no file ${path} in the workspace`);
    if (about.size > mostBytes) throw new WorkspaceError(`${path} is larger than ${mostBytes} bytes`);
    return readFile(file);
  }

  /**
   * Opens a file for reading bit by bit, whatever was made of its place since somebody named it: what is no file of the
   * workspace, or larger than 32 MiB, is said to be so and stays closed.
   */
  async openFile(path: string): Promise<FoundFile> {
    try {
      const file = await this.#inside(path);
      return await openFound(file, { path, most: mostBytes, check: () => this.#inside(path) });
    } catch (error) {
      if (error instanceof WorkspaceError) return { kind: 'refused', why: error.message };
      throw error;
    }
  }

  /** True when there is such a file. */
  async has(path: string): Promise<boolean> {
    return (await lstat(await this.#inside(path)).catch(() => null))?.isFile() ?? false;
  }

  /**
   * Writes a file whole: whoever reads meanwhile sees the old one, and after a crash it is one or the other. Throws
   * `WorkspaceError` for a name that is longer than the file system takes.
   */
  async write(path: string, content: string | Buffer): Promise<void> {
    try {
      await writeWhole(await this.#inside(path), content);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENAMETOOLONG')) throw error;
      throw new WorkspaceError(
        `the file system takes no name as long as that of ${path}: 255 bytes are usual, and letters other than English ones have two or more`,
      );
    }
  }

  /**
   * Reads a text file, changes it and writes it, one change after the other: two at the same time lose nothing. `null`
   * stands for a file that is not there, and for leaving it as it is. Whoever else writes it meanwhile is not waited for.
   */
  async change(path: string, change: (text: string | null) => string | null): Promise<void> {
    const before = this.#changes.get(path) ?? Promise.resolve();
    const mine = before.then(async () => {
      const changed = change((await this.has(path)) ? (await this.read(path)).toString('utf8') : null);
      if (changed !== null) await this.write(path, changed);
    });
    const settled = mine.catch(() => undefined);
    this.#changes.set(path, settled);
    try {
      await mine;
    } finally {
      if (this.#changes.get(path) === settled) this.#changes.delete(path);
    }
  }

  async #walk(folder: string, found: WorkspaceFile[]): Promise<void> {
    for (const entry of await readdir(join(this.root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !skipped.has(entry.name)) await this.#walk(path, found);
      if (!entry.isFile()) continue;
      if (found.length >= mostFiles) throw new WorkspaceError(`the workspace has more than ${mostFiles} files`);
      const { ino, size, mtimeMs, ctimeMs } = await lstat(join(this.root, path));
      found.push({ path, bytes: size, version: `${ino}:${size}:${mtimeMs}:${ctimeMs}` });
    }
  }

  /** Where a path leads; its existing part must really lie inside, whatever links say. */
  async #inside(path: string): Promise<string> {
    const wanted = resolve(this.root, path);
    if (path.includes('\0') || !isWithin(this.root, wanted)) throw outside(path);
    for (let existing = wanted; ; existing = dirname(existing)) {
      const real = await realpath(existing).catch(() => null);
      if (real === null) continue;
      if (!isWithin(this.root, real) || real !== existing) throw outside(path);
      return wanted;
    }
  }
}

async function writeWhole(file: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  // A name of its own: of the file's there may be no more than the file system takes, and two may write it at once.
  const draft = join(dirname(file), `.${randomUUID()}.draft`);
  try {
    const handle = await open(draft, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(root, way) === path);
}

function outside(path: string): WorkspaceError {
  return new WorkspaceError(`${path} leads out of the workspace, or through a link`);
}
