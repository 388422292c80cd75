import type { Fact, JsonObject } from '@batonhq/core';
import { z } from 'zod';
import { roles } from './right.ts';

const instant = z.number().nullable();

/** A key as it is kept: never the secret. Times are milliseconds since 1970. */
const storedKey = z.object({
  id: z.string(),
  name: z.string(),
  user: z.string(),
  role: z.enum(roles),
  /** SHA-256 of the secret part. */
  hash: z.string(),
  createdAt: z.number(),
  expiresAt: instant,
  revokedAt: instant,
  /** To the day: nobody needs it finer, and a fact for each request would be a journal of requests. */
  usedAt: instant,
});
const state = z.object({ keys: z.array(storedKey) });
const about = z.object({ id: z.string() });

/** A key as it is kept: never the secret. Times are milliseconds since 1970. */
export type StoredKey = Readonly<z.infer<typeof storedKey>>;

/** The keys of one tenant, by id. */
export type Keys = ReadonlyMap<string, StoredKey>;

/** The keys after one more fact. */
export function withKeyFact(keys: Keys, { kind, at, fields }: Fact): Keys {
  const { id } = about.parse(fields);
  const known = keys.get(id);
  const next = new Map(keys);
  if (kind === 'key.created')
    next.set(id, storedKey.parse({ ...fields, createdAt: at, revokedAt: null, usedAt: null }));
  else if (known !== undefined && kind === 'key.revoked') next.set(id, { ...known, revokedAt: known.revokedAt ?? at });
  else if (known !== undefined && kind === 'key.used') next.set(id, { ...known, usedAt: at });
  return next;
}

/** What the journal keeps so that opening costs one row. */
export function keysToJson(keys: Keys): JsonObject {
  return { keys: [...keys.values()].map((key) => ({ ...key })) };
}

/** Reads what {@link keysToJson} wrote; null when it is something else. */
export function keysFromJson(json: JsonObject | null): Keys | null {
  const read = state.safeParse(json);
  return read.success ? new Map(read.data.keys.map((key) => [key.id, key])) : null;
}
