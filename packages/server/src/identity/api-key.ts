import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key in two parts: the public one finds it, the secret one proves it. */
export interface ApiKey {
  /** Public part: twelve hexadecimal digits. */
  readonly id: string;
  /** Secret part: 256 random bits, in base64url. */
  readonly secret: string;
}

/** What every key begins with, so that scanners for leaked secrets know one when they see it. */
const prefix = 'baton';
const shape = /^baton_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** A key that nobody had before. */
export function newApiKey(): ApiKey {
  return { id: randomBytes(6).toString('hex'), secret: randomBytes(32).toString('base64url') };
}

/** A key as it is shown, once, to whoever may use it. */
export function writeApiKey({ id, secret }: ApiKey): string {
  return `${prefix}_${id}_${secret}`;
}

/** Reads what {@link writeApiKey} wrote; null for anything else. */
export function readApiKey(text: string): ApiKey | null {
  const [, id, secret] = shape.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** What is kept of a secret. It has 256 random bits, so one round of SHA-256 is enough: there is nothing to guess. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Compares without telling by its duration how much was right. */
export function isSecretOf(secret: string, hash: string): boolean {
  const [given, kept] = [Buffer.from(hashOfSecret(secret), 'hex'), Buffer.from(hash, 'hex')];
  return given.length === kept.length && timingSafeEqual(given, kept);
}
