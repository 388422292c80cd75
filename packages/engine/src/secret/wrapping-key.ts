import { randomBytes, scryptSync } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isAbsent, makeDirectory } from '../sqlite/file-system.ts';
import { keyBytes, newKey } from './sealed.ts';
import { SecretsLockedError } from './secrets-locked-error.ts';
import { writeDurably } from './write-durably.ts';

/** How a passphrase becomes a key. */
export interface Stretching {
  readonly salt: string;
  /** The binary logarithm of scrypt's N; r is 8 and p is 1. */
  readonly cost: number;
}

/** Where keys come from, besides the files that this user has for each store. */
export interface KeyPlaces {
  /** `BATON_SECRET_KEY`, `BATON_SECRET_KEY_FILE`, and what says where configuration lies. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A key or passphrase that somebody handed in; it goes before the environment. */
  readonly key?: string;
}

/** What was given to open a store: 32 bytes as base64 or hexadecimal, or else a passphrase. */
export type GivenKey =
  | { readonly kind: 'key'; readonly bytes: Buffer }
  | { readonly kind: 'passphrase'; readonly text: string };

/** 2^17 with r = 8 takes 128 MB and a third of a second, once per process. */
const usualCost = 17;
const highestCost = 20;
const shortestPassphrase = 12;

/** The key that was handed in or that the environment has; undefined when there is none. Throws {@link SecretsLockedError}. */
export function givenKey({ environment, key }: KeyPlaces): GivenKey | undefined {
  const file = environment['BATON_SECRET_KEY_FILE'];
  const text = key ?? environment['BATON_SECRET_KEY'] ?? (file === undefined ? undefined : textOfFile(file));
  return text === undefined ? undefined : readKey(text);
}

/** Tells keys from passphrases. Throws {@link SecretsLockedError} for one that is too short to protect anything. */
export function readKey(given: string): GivenKey {
  const text = given.trim();
  if (/^[0-9a-f]{64}$/i.test(text)) return { kind: 'key', bytes: Buffer.from(text, 'hex') };
  const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
  if (bytes?.length === keyBytes) return { kind: 'key', bytes };
  if (text.length >= shortestPassphrase) return { kind: 'passphrase', text };
  const hint = `32 random bytes as base64, or a passphrase of at least ${shortestPassphrase} letters`;
  throw new SecretsLockedError('the key of the secrets is too short', hint);
}

/** How a new passphrase is stretched. */
export function newStretching(): Stretching {
  return { salt: randomBytes(16).toString('base64'), cost: usualCost };
}

/** A key out of a passphrase. Slow on purpose. */
export function stretch(passphrase: string, { salt, cost }: Stretching): Buffer {
  if (!Number.isInteger(cost) || cost < 1 || cost > highestCost)
    throw new SecretsLockedError(`the passphrase is stretched in a way that is not known`, 'use a newer Baton');
  const options = { N: 2 ** cost, r: 8, p: 1, maxmem: 2 ** cost * 1_024 + 1024 * 1024 };
  return scryptSync(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), keyBytes, options);
}

/** The folder of this user's own keys: outside of data folders, so that a copy of one does not bring its key. */
export function keyFolder(environment: KeyPlaces['environment']): string {
  const configuration = environment['XDG_CONFIG_HOME'];
  const base = configuration === undefined || configuration === '' ? join(homedir(), '.config') : configuration;
  return join(base, 'baton', 'keys');
}

/** Makes a key file that only this user can read, under a name of its own. */
export function makeKeyFile(folder: string, store: string): { readonly file: string; readonly bytes: Buffer } {
  const [file, bytes] = [`${store}-${randomBytes(4).toString('hex')}.key`, newKey()];
  makeDirectory(folder);
  writeDurably(join(folder, file), `${bytes.toString('base64')}\n`);
  return { file, bytes };
}

/** Reads a key file of this user. Throws {@link SecretsLockedError} when it is not there, or others can read it. */
export function readKeyFile(folder: string, file: string): Buffer {
  // The name comes from the store's file, and leads nowhere else.
  const path = join(folder, file.replaceAll(/[^\w.-]/g, '_'));
  const text = textOfFile(path);
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw new SecretsLockedError(`${path} can be read by other users`, `chmod 600 ${path}`);
  const key = readKey(text);
  if (key.kind === 'key') return key.bytes;
  throw new SecretsLockedError(`${path} holds no key`, 'put back a copy of it');
}

function textOfFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!isAbsent(error)) throw error;
    throw new SecretsLockedError(`the key file ${path} does not exist`, 'bring it from where the secrets were set');
  }
}
