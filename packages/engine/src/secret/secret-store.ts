/**
 * Secrets of a data folder, encrypted: each value under a data key, the data key under a key that lies elsewhere.
 *
 * Invariants:
 * 1. No value is ever written in the clear, and no key into the data folder.
 * 2. A value opens under its own name in its own store only, and the file as a whole carries a mark that takes the data
 *    key to make: entries cannot be swapped, cut off, dropped, or brought back from an older file one by one.
 * 3. The file is replaced at once, by one writer at a time: whoever dies leaves the store of before.
 * 4. What cannot be opened is refused with the cause; nothing else is looked up in its stead.
 */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../sqlite/file-system.ts';
import { KeyRing, placeOf, type NewKey } from './key-ring.ts';
import { newKey, seal, unseal } from './sealed.ts';
import { SecretValueError } from './secret-value-error.ts';
import { SecretsDamagedError } from './secrets-damaged-error.ts';
import { checkMark, readStore, writeStore, type StoreContent, type Wrapping } from './store-file.ts';
import { withLock } from './writers-lock.ts';

/** Where a store finds its key. */
export interface SecretStoreOptions {
  /** The key, or a passphrase; `BATON_SECRET_KEY` or the file in `BATON_SECRET_KEY_FILE` by default. */
  readonly key?: string;
  /** The variables to look at, those of this process by default. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A secret, without its value. */
export interface ListedSecret {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly setAt: number;
}

const fileName = 'secrets.json';
const lockName = 'secrets.lock';
const longestValue = 64 * 1024;
const mostSecrets = 1_000;
const goodName = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

interface Opened {
  readonly content: StoreContent;
  readonly dataKey: Buffer;
}

/**
 * The secrets of a data folder.
 *
 * @example
 * const store = new SecretStore('.baton');
 * store.set('stripe', 'sk_live_...');
 * console.log(store.list(), store.get('stripe'));
 */
export class SecretStore {
  readonly #directory: string;
  readonly #file: string;
  readonly #keys: KeyRing;
  /** What was opened last, and which file that was: most look-ups find it unchanged. */
  #known: { readonly version: string; readonly opened: Opened } | null = null;

  constructor(directory: string, { key, environment = process.env }: SecretStoreOptions = {}) {
    this.#directory = directory;
    this.#file = join(directory, fileName);
    this.#keys = new KeyRing(this.#file, { environment, ...(key !== undefined && { key }) });
  }

  /** Names and times, by name; needs no key, and so checks nothing. Throws `SecretsDamagedError` for a file it cannot read. */
  list(): readonly ListedSecret[] {
    const secrets = [...(readStore(this.#file)?.secrets ?? [])];
    const listed = secrets.map(([name, { setAt }]) => ({ name, setAt }));
    return listed.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Where the key of the store is kept: `null` when there is no store yet. */
  keyKind(): Wrapping['kind'] | null {
    return readStore(this.#file)?.key.kind ?? null;
  }

  /**
   * A value; undefined when the store has none of that name.
   *
   * @throws {SecretsLockedError} when the key is missing or another one.
   * @throws {SecretsDamagedError} when the file was changed.
   */
  get(name: string): string | undefined {
    const opened = this.#open();
    const entry = opened?.content.secrets.get(name);
    if (opened === null || entry === undefined) return undefined;
    return this.#reveal(opened, name, entry.sealed).toString('utf8');
  }

  /** Opens the store and reads every value, to see that it can be; nothing is returned. Throws as `get` does. */
  check(): void {
    const opened = this.#open();
    for (const [name, { sealed }] of opened?.content.secrets ?? []) {
      if (opened !== null) this.#reveal(opened, name, sealed);
    }
  }

  /**
   * Keeps a value under a name. The first one makes the store.
   *
   * @throws {SecretValueError} for a name or a value that cannot be kept.
   */
  set(name: string, value: string): void {
    checkEntry(name, value);
    this.#change(({ content, dataKey }) => {
      if (content.secrets.size >= mostSecrets && !content.secrets.has(name))
        throw new SecretValueError(`there are ${mostSecrets} secrets already`);
      const sealed = seal(dataKey, Buffer.from(value), placeOf(content.id, name));
      const secrets = new Map(content.secrets).set(name, { sealed, setAt: Date.now() });
      return { content: { ...content, secrets }, dataKey };
    });
  }

  /** Forgets a value; false when there was none. */
  remove(name: string): boolean {
    if (readStore(this.#file)?.secrets.has(name) !== true) return false;
    this.#change(({ content, dataKey }) => {
      const secrets = new Map(content.secrets);
      secrets.delete(name);
      return { content: { ...content, secrets }, dataKey };
    });
    return true;
  }

  /**
   * Encrypts everything anew, under a new data key and, unless `same` is asked for, under a new key for that one; false
   * when there is no store. Old copies of the file stay readable with the old key: values that leaked have to be
   * replaced where they are used.
   */
  rotate(to: NewKey): boolean {
    if (this.keyKind() === null) return false;
    const { before } = this.#change((opened) => {
      const { content } = opened;
      const dataKey = newKey();
      const resealed = [...content.secrets].map(([name, { sealed, setAt }]) => {
        const value = this.#reveal(opened, name, sealed);
        return [name, { sealed: seal(dataKey, value, placeOf(content.id, name)), setAt }] as const;
      });
      const key = this.#keys.rewrap(dataKey, content, to);
      return { content: { id: content.id, key, secrets: new Map(resealed) }, dataKey };
    });
    this.#keys.forget(before.content.key);
    return true;
  }

  /** Somebody may replace the store and its key between two looks: what does not fit then fits at the second. */
  #open(): Opened | null {
    const version = versionOf(this.#file);
    if (version !== null && this.#known?.version === version) return this.#known.opened;
    try {
      return this.#read(version);
    } catch (error) {
      const now = versionOf(this.#file);
      if (now === version) throw error;
      return this.#read(now);
    }
  }

  #read(version: string | null): Opened | null {
    this.#known = null;
    const content = version === null ? null : readStore(this.#file);
    if (version === null || content === null) return null;
    const dataKey = this.#keys.unwrap(content);
    checkMark(content, dataKey, this.#file);
    const opened = { content, dataKey };
    this.#known = { version, opened };
    return opened;
  }

  #change(change: (opened: Opened) => Opened): { readonly before: Opened } {
    makeDirectory(this.#directory);
    return withLock(join(this.#directory, lockName), () => {
      const before = this.#open() ?? this.#create();
      const { content, dataKey } = change(before);
      writeStore(this.#file, content, dataKey);
      this.#known = null;
      return { before };
    });
  }

  #create(): Opened {
    const [id, dataKey] = [randomBytes(12).toString('hex'), newKey()];
    const key = this.#keys.wrap(dataKey, id);
    return { content: { id, key, secrets: new Map() }, dataKey };
  }

  #reveal({ content, dataKey }: Opened, name: string, sealed: string): Buffer {
    const value = unseal(dataKey, sealed, placeOf(content.id, name));
    if (value !== null) return value;
    throw new SecretsDamagedError(`the secret ${name} in ${this.#file} was changed`);
  }
}

function checkEntry(name: string, value: string): void {
  if (!goodName.test(name))
    throw new SecretValueError(
      `${JSON.stringify(name)} is no name of a secret: letters, digits, dots, dashes and underlines, at most 128`,
    );
  if (value === '') throw new SecretValueError(`the secret ${name} is empty`);
  if (Buffer.byteLength(value) > longestValue)
    throw new SecretValueError(`the secret ${name} is larger than ${longestValue} bytes`);
}

/** Changes with every replacement of the file; null when there is none. */
function versionOf(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? null : `${found.ino} ${found.mtimeNs} ${found.size}`;
}
