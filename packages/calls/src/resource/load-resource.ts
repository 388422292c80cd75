import { readFile, realpath, stat } from 'node:fs/promises';
import { relative, isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fault, FaultError } from '@batonhq/core';
import { UnavailableCallError, type Authorizing, type Egress } from '@batonhq/engine';

/** Something that was fetched, and where it came from in the end: relative references start there. */
export interface Resource {
  readonly url: URL;
  readonly bytes: Buffer;
}

/** How a resource is fetched. */
export interface Loading {
  readonly egress: Egress;
  readonly credentials?: Authorizing | undefined;
  /** Folders below which files may be read. */
  readonly files: readonly string[];
  /** Follow redirects; true by default. */
  readonly follow?: boolean;
}

/** Larger documents are refused before they are parsed. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Fetches what describes a call: by HTTP through the guarded way out, or from a file below an allowed folder.
 *
 * Throws a `FaultError` for what is not there, `UnavailableCallError` for a file that nobody allowed.
 */
export async function loadResource(location: string, loading: Loading): Promise<Resource> {
  if (!URL.canParse(location)) throw new FaultError(fault('configuration', `${location} is not an address`));
  const url = new URL(location);
  if (url.protocol === 'file:') return loadFile(url, loading.files);
  const response = await loading.egress.send(
    { method: 'GET', url, follow: loading.follow ?? true },
    loading.credentials,
  );
  if (response.status === 200) return { url: response.url, bytes: response.body };
  throw new FaultError(
    fault('communication', `GET ${location} answered ${response.status}`, { status: response.status }),
  );
}

/**
 * Fetches what a resource refers to. Who is calling is proved to the place of the resource itself and to no other, and
 * what comes from elsewhere may not bring in files of this machine. Throws as `loadResource` does.
 */
export async function loadReferred(url: URL, from: URL, loading: Loading): Promise<Resource> {
  if (url.protocol === 'file:' && from.protocol !== 'file:')
    throw new FaultError(
      fault('authorization', `${from.href} may not refer to the file ${url.pathname}`, { status: 403 }),
    );
  const { credentials, ...open } = loading;
  return loadResource(url.href, { ...open, ...(url.origin === from.origin && { credentials }) });
}

/** The file behind the address: `file://app/x.proto` means the path `app/x.proto` of the first allowed folder. */
function pathOf(url: URL, [folder = '']: readonly string[]): string {
  if (url.hostname === '') return fileURLToPath(url);
  return `${folder}/${url.hostname}${decodeURIComponent(url.pathname)}`;
}

async function loadFile(url: URL, folders: readonly string[]): Promise<Resource> {
  const path = pathOf(url, folders);
  const roots = await Promise.all(folders.map(async (folder) => realpath(folder).catch(() => folder)));
  const real = await realpath(path).catch(() => path);
  if (!roots.some((root) => isBelow(root, real)))
    throw new UnavailableCallError(`reading ${path}; allow its folder with the option folders or --allow-folder`);
  try {
    if ((await stat(real)).size > mostBytes) throw new FaultError(fault('configuration', `${path} is too large`));
    return { url, bytes: await readFile(real) };
  } catch (error) {
    if (error instanceof FaultError) throw error;
    throw new FaultError(fault('configuration', `${path} cannot be read: ${String(error)}`));
  }
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
