import { hash as sha256 } from 'node:crypto';
import { text, type Row } from './rows.ts';
import { SqliteDamagedError } from './sqlite-damaged-error.ts';

/** Longest JSON, in characters, that a row holds of one value; longer ones are stored by their hash. */
const rowLimit = 16 * 1024;

/** Names under which users' data begin. What lies below them is theirs and is taken out whole. */
const valueNames = new Set([
  'input', 'rawInput', 'transformed', 'output', 'value', 'context', 'before', 'items', 'data',
  'endpoint', 'headers', 'query', 'body',
]); // prettier-ignore

/** A value that is stored by the SHA-256 of its JSON. */
export interface Blob {
  readonly hash: string;
  readonly json: string;
}

/** The JSON of something whose large values were taken out. */
export interface Detached {
  readonly json: string;
  /** Where they were, as JSON of `[path, hash]` pairs; null when there are none. */
  readonly large: string | null;
  readonly blobs: readonly Blob[];
}

type Path = readonly (string | number)[];
type Place = readonly [path: Path, hash: string];

const nothing: readonly Blob[] = [];

/** Writes `root` as JSON, with values of more than {@link rowLimit} characters beside it. */
export function detach(root: object): Detached {
  const json = JSON.stringify(root);
  if (json.length <= rowLimit) return { json, large: null, blobs: nothing };
  const search = new LargeValueSearch();
  const rest = JSON.stringify(search.strip(root, []));
  if (search.places.length === 0) return { json, large: null, blobs: nothing };
  return { json: rest, large: JSON.stringify(search.places), blobs: [...search.blobs.values()] };
}

/** The inverse of {@link detach}; `fetch` finds a blob's JSON by its hash. */
export function attach<T extends object>(json: string, large: string | null, fetch: (hash: string) => string): T {
  const root: T = JSON.parse(json);
  if (large === null) return root;
  const places: readonly Place[] = JSON.parse(large);
  for (const [path, hash] of places) put(root, path, JSON.parse(fetch(hash)));
  return root;
}

/** The JSON of a blob, which its hash vouches for. */
export function blobText(row: Row | undefined, hash: string): string {
  if (row === undefined) throw new SqliteDamagedError(`the value ${hash} is missing`);
  const json = text(row, 'body');
  if (sha256('sha256', json) !== hash) throw new SqliteDamagedError(`the value ${hash} is not what was written`);
  return json;
}

/** Values that occur several times in one state are the same object: each is written and hashed once. */
class LargeValueSearch {
  readonly places: Place[] = [];
  readonly blobs = new Map<string, Blob>();
  readonly #known = new Map<unknown, Blob | null>();

  strip(node: unknown, path: Path): unknown {
    if (Array.isArray(node)) return node.map((item, index) => this.strip(item, [...path, index]));
    if (typeof node !== 'object' || node === null) return node;
    const kept: [string, unknown][] = [];
    for (const [key, value] of Object.entries(node)) {
      if (!valueNames.has(key)) kept.push([key, this.strip(value, [...path, key])]);
      else if (!this.#take(value, [...path, key])) kept.push([key, value]);
    }
    return Object.fromEntries(kept);
  }

  #take(value: unknown, path: Path): boolean {
    let blob = this.#known.get(value);
    if (blob === undefined) {
      blob = largeBlob(value);
      this.#known.set(value, blob);
    }
    if (blob === null) return false;
    this.blobs.set(blob.hash, blob);
    this.places.push([path, blob.hash]);
    return true;
  }
}

function largeBlob(value: unknown): Blob | null {
  if (value === undefined || value === null) return null;
  const json = JSON.stringify(value);
  return json.length > rowLimit ? { hash: sha256('sha256', json), json } : null;
}

function put(root: unknown, path: Path, value: unknown): void {
  const parent = path.slice(0, -1).reduce(member, root);
  const key = path.at(-1);
  if (typeof parent === 'object' && parent !== null && key !== undefined) Object.assign(parent, { [key]: value });
}

function member(node: unknown, key: string | number): unknown {
  if (typeof node !== 'object' || node === null) return undefined;
  return Object.getOwnPropertyDescriptor(node, key)?.value;
}
