import { SearchIndex } from '../../tool/text/search-index.ts';
import { documentKind, readDocument, type ReadableDocument } from './read-document.ts';
import type { Workspace } from './workspace.ts';

/** A document and where it lies. */
export interface ShelvedDocument extends ReadableDocument {
  readonly path: string;
}

/** Folders of what Baton wrote itself: found only when they are asked for, or a search would quote its own answers. */
const ownFolders = /^(?:results|reports|drafts|outbox|campaign)\//;

/**
 * The documents of a workspace, read once: a file is read again when its version is another, and
 * the index is built again when any file is. Kept in memory, so it holds what can be found, not what is certain: what is
 * read to be worked with is read from the file.
 */
export class Shelf {
  readonly #workspace: Workspace;
  readonly #known = new Map<string, { readonly version: string; readonly document: ShelvedDocument | null }>();
  #index: { readonly documents: readonly ShelvedDocument[]; readonly index: SearchIndex } | null = null;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** All documents that can be searched, and the index over them. */
  async open(): Promise<{ readonly documents: readonly ShelvedDocument[]; readonly index: SearchIndex }> {
    if (!(await this.#refresh()) && this.#index !== null) return this.#index;
    const documents = [...this.#known.values()].flatMap(({ document }) => document ?? []);
    const index = new SearchIndex(
      documents.map(({ path, title, text, people }) => ({
        id: path,
        title: [title, nameWords(path), ...people].join(' '),
        text,
      })),
    );
    this.#index = { documents, index };
    return this.#index;
  }

  /** True when anything has changed since the last time. */
  async #refresh(): Promise<boolean> {
    const files = (await this.#workspace.files()).filter(({ path }) => isSearched(path));
    const there = new Set(files.map(({ path }) => path));
    let changed = false;
    for (const path of this.#known.keys()) if (!there.has(path)) changed = this.#known.delete(path) || changed;
    for (const { path, version } of files) {
      if (this.#known.get(path)?.version === version) continue;
      const document = await readDocument(path, await this.#workspace.read(path));
      this.#known.set(path, { version, document: document === null ? null : { ...document, path } });
      changed = true;
    }
    return changed;
  }
}

/** What a file and its folders are called, in words; numbers and endings say nothing of what it is about. */
function nameWords(path: string): string {
  return path
    .replace(/\.[^./]+$/, '')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}

/** True for what Baton wrote itself. */
export function isOwnResult(path: string): boolean {
  return ownFolders.test(path);
}

function isSearched(path: string): boolean {
  const kind = documentKind(path);
  return kind !== null && kind !== 'calendar' && kind !== 'contacts';
}
