import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { isAbsent } from '../sqlite/file-system.ts';
import { keyBytes } from './sealed.ts';
import { SecretsDamagedError } from './secrets-damaged-error.ts';
import type { Stretching } from './wrapping-key.ts';
import { writeDurably } from './write-durably.ts';

/** What wraps the data key: a file of this user, a key, or a passphrase that is stretched. */
export type Wrapping =
  | { readonly kind: 'file'; readonly file: string; readonly wrapped: string }
  | { readonly kind: 'key'; readonly wrapped: string }
  | ({ readonly kind: 'passphrase'; readonly wrapped: string } & Stretching);

/** A secret, encrypted under its name. */
export interface SealedSecret {
  readonly sealed: string;
  /** Milliseconds since 1970. */
  readonly setAt: number;
}

/** What a store's file says. */
export interface StoreContent {
  /** Random, so that parts of one store are worth nothing in another. */
  readonly id: string;
  readonly key: Wrapping;
  readonly secrets: ReadonlyMap<string, SealedSecret>;
}

const format = 1;

/** Reads a file; null when there is none. Throws {@link SecretsDamagedError} for one that no store wrote. */
export function readStore(file: string): (StoreContent & { readonly mark: string }) | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
  return contentOf(parsed(text), file);
}

/** Checks that nothing was changed, added, left out or brought back since the store was written. */
export function checkMark(content: StoreContent & { readonly mark: string }, dataKey: Buffer, file: string): void {
  const [said, is] = [Buffer.from(content.mark, 'base64'), Buffer.from(markOf(content, dataKey), 'base64')];
  if (said.length !== is.length || !timingSafeEqual(said, is))
    throw new SecretsDamagedError(`${file} was changed: its entries are not those that were written`);
}

/** Replaces the file at once: whoever dies on the way leaves the old one. */
export function writeStore(file: string, content: StoreContent, dataKey: Buffer): void {
  const text = `${JSON.stringify({ ...plain(content), mark: markOf(content, dataKey) }, null, 2)}\n`;
  writeDurably(file, text);
}

function plain({ id, key, secrets }: StoreContent): JsonObject {
  const listed = [...secrets].map(([name, { sealed, setAt }]) => [name, { sealed, setAt }] as const);
  return { format, id, key: { ...key }, secrets: Object.fromEntries(listed) };
}

function markOf(content: StoreContent, dataKey: Buffer): string {
  const key = Buffer.from(hkdfSync('sha256', dataKey, content.id, 'baton secrets mark', keyBytes));
  return createHmac('sha256', key)
    .update(canonicalJson(plain(content)))
    .digest('base64');
}

function parsed(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}

function contentOf(value: Json, file: string): StoreContent & { readonly mark: string } {
  if (isJsonObject(value) && typeof value['format'] === 'number' && value['format'] > format)
    throw new SecretsDamagedError(`${file} was written by a newer Baton`);
  const { id, mark } = isJsonObject(value) ? value : {};
  const key = isJsonObject(value) ? wrappingOf(value['key']) : undefined;
  const secrets = isJsonObject(value) ? secretsOf(value['secrets']) : undefined;
  if (typeof id !== 'string' || typeof mark !== 'string' || key === undefined || secrets === undefined)
    throw new SecretsDamagedError(`${file} is no store of secrets, or only a part of one`);
  return { id, key, secrets, mark };
}

function wrappingOf(value: Json | undefined): Wrapping | undefined {
  if (!isJsonObject(value)) return undefined;
  const { kind, wrapped, file, salt, cost } = value;
  if (typeof wrapped !== 'string') return undefined;
  if (kind === 'key') return { kind, wrapped };
  if (kind === 'file' && typeof file === 'string') return { kind, wrapped, file };
  if (kind === 'passphrase' && typeof salt === 'string' && typeof cost === 'number')
    return { kind, wrapped, salt, cost };
  return undefined;
}

function secretsOf(value: Json | undefined): ReadonlyMap<string, SealedSecret> | undefined {
  if (!isJsonObject(value)) return undefined;
  const secrets = new Map<string, SealedSecret>();
  for (const [name, entry] of Object.entries(value)) {
    const { sealed, setAt } = isJsonObject(entry) ? entry : {};
    if (typeof sealed !== 'string' || typeof setAt !== 'number') return undefined;
    secrets.set(name, { sealed, setAt });
  }
  return secrets;
}
