import { NotFoundError } from '@batonhq/engine';
import type { Fact, FactStreams, JsonObject } from '@batonhq/core';
import { hashOfSecret, isSecretOf, newApiKey, readApiKey, writeApiKey } from './api-key.ts';
import { keysFromJson, keysToJson, withKeyFact, type Keys, type StoredKey } from './key-facts.ts';
import type { Principal } from './principal.ts';
import type { Role } from './right.ts';

/** A key to be made. */
export interface NewKey {
  readonly tenant: string;
  readonly user: string;
  readonly role: Role;
  /** What it is for, in a few words. */
  readonly name: string;
  /** Milliseconds since 1970; without it the key stays valid until it is revoked. */
  readonly expiresAt?: number;
}

/** A key that was just made: the only moment its secret part is there. */
export interface CreatedKey {
  readonly id: string;
  /** What a client sends: `Authorization: Bearer …`. */
  readonly token: string;
}

const day = 24 * 60 * 60 * 1_000;

type KeyFactKind = 'key.created' | 'key.revoked' | 'key.used';
type KeyFields = JsonObject & { readonly id: string };

interface TenantKeys {
  readonly tenant: string;
  seq: number;
  /** When the last fact was written, milliseconds since 1970: time never goes back within a stream, whatever clocks do. */
  at: number;
  keys: Keys;
}

/**
 * The keys of all tenants, each tenant's in a stream of its own: `tenant/<tenant>/keys`. Only a hash of each secret is
 * kept, so whoever reads the journal cannot use them.
 *
 * @example
 * const keys = await KeyStore.open(journal.streams, Date.now);
 * const { token } = await keys.create({ tenant: 'local', user: 'dana', role: 'operator', name: 'laptop' });
 * keys.whoHas(token); // { tenant: 'local', user: 'dana', role: 'operator', key: '…' }
 */
export class KeyStore {
  readonly #streams: FactStreams;
  readonly #now: () => number;
  readonly #tenants = new Map<string, TenantKeys>();
  readonly #tenantOf = new Map<string, TenantKeys>();
  #tail: Promise<unknown> = Promise.resolve();

  private constructor(streams: FactStreams, now: () => number) {
    this.#streams = streams;
    this.#now = now;
  }

  /** Reads all keys. `now` gives milliseconds since 1970. */
  static async open(streams: FactStreams, now: () => number): Promise<KeyStore> {
    const store = new KeyStore(streams, now);
    for (const { stream, seq, state } of await streams.standing('tenant/')) {
      const [, tenant, what, more] = stream.split('/');
      if (tenant === undefined || what !== 'keys' || more !== undefined) continue;
      const keys = keysFromJson(state) ?? fold(await streams.facts(stream, { seq: 0 }));
      store.#keep({ tenant: decodeURIComponent(tenant), seq, at: lastOf(keys), keys });
    }
    return store;
  }

  /** True when there is no key at all: nobody could ask for one. */
  get isEmpty(): boolean {
    return this.#tenantOf.size === 0;
  }

  /** Makes a key; fulfils when it is durable. */
  async create({ tenant, user, role, name, expiresAt }: NewKey): Promise<CreatedKey> {
    const key = newApiKey();
    await this.#append(tenant, 'key.created', {
      id: key.id,
      name,
      user,
      role,
      hash: hashOfSecret(key.secret),
      expiresAt: expiresAt ?? null,
    });
    return { id: key.id, token: writeApiKey(key) };
  }

  /** Makes a key of the tenant useless at once; again changes nothing. Throws `NotFoundError`. */
  async revoke(tenant: string, id: string): Promise<void> {
    const key = this.#tenants.get(tenant)?.keys.get(id);
    if (key === undefined) throw new NotFoundError(`there is no key ${id}`);
    if (key.revokedAt === null) await this.#append(tenant, 'key.revoked', { id });
  }

  /** The keys of a tenant, oldest first. */
  list(tenant: string): readonly StoredKey[] {
    return [...(this.#tenants.get(tenant)?.keys.values() ?? [])];
  }

  /** Whose token it is; null for one that is unknown, wrong, revoked or expired. */
  whoHas(token: string): Principal | null {
    const given = readApiKey(token);
    const owner = given === null ? undefined : this.#tenantOf.get(given.id);
    const key = given === null ? undefined : owner?.keys.get(given.id);
    if (given === null || owner === undefined || key === undefined) return null;
    if (!isSecretOf(given.secret, key.hash) || !this.#isValid(key)) return null;
    this.#note(owner, key);
    return principalOf(owner, key);
  }

  /** Who has a key that was valid once, found by its public part; null when it is valid no more. */
  principalOf(tenant: string, id: string): Principal | null {
    const owner = this.#tenants.get(tenant);
    const key = owner?.keys.get(id);
    return owner === undefined || key === undefined || !this.#isValid(key) ? null : principalOf(owner, key);
  }

  /** False once the key that somebody came with is revoked or expired; true for whoever came without one of these keys. */
  isStill({ tenant, key }: Principal): boolean {
    return this.#tenants.get(tenant)?.keys.has(key) !== true || this.principalOf(tenant, key) !== null;
  }

  #isValid({ revokedAt, expiresAt }: StoredKey): boolean {
    return revokedAt === null && (expiresAt === null || this.#now() < expiresAt);
  }

  /** Nobody waits for it, and nothing but the day is lost when it fails. */
  #note({ tenant }: TenantKeys, { id, usedAt }: StoredKey): void {
    if (usedAt !== null && this.#now() - usedAt < day) return;
    this.#append(tenant, 'key.used', { id }).catch(() => undefined);
  }

  #append(tenant: string, kind: KeyFactKind, fields: KeyFields): Promise<void> {
    const done = this.#tail.then(() => this.#write(tenant, kind, fields));
    this.#tail = done.catch(() => undefined);
    return done;
  }

  async #write(tenant: string, kind: KeyFactKind, fields: KeyFields): Promise<void> {
    const owner = this.#tenants.get(tenant) ?? { tenant, seq: 0, at: 0, keys: new Map() };
    if (kind === 'key.used' && isRecent(owner.keys.get(fields.id), this.#now())) return;
    const at = Math.max(owner.at, this.#now());
    const fact: Fact = { seq: owner.seq + 1, at, kind, version: 1, fields };
    const keys = withKeyFact(owner.keys, fact);
    const stream = `tenant/${encodeURIComponent(tenant)}/keys`;
    await this.#streams.append({ stream, expectedSeq: owner.seq, facts: [fact], state: keysToJson(keys) });
    owner.seq = fact.seq;
    owner.at = at;
    owner.keys = keys;
    this.#keep(owner);
  }

  #keep(owner: TenantKeys): void {
    this.#tenants.set(owner.tenant, owner);
    for (const id of owner.keys.keys()) this.#tenantOf.set(id, owner);
  }
}

function principalOf({ tenant }: TenantKeys, { id, user, role }: StoredKey): Principal {
  return { tenant, user, role, key: id };
}

function isRecent(key: StoredKey | undefined, now: number): boolean {
  return key !== undefined && key.usedAt !== null && now - key.usedAt < day;
}

/** Each fact leaves its time in its key. */
function lastOf(keys: Keys): number {
  return [...keys.values()].reduce(
    (last, { createdAt, revokedAt, usedAt }) => Math.max(last, createdAt, revokedAt ?? 0, usedAt ?? 0),
    0,
  );
}

function fold(facts: readonly Fact[]): Keys {
  return facts.reduce<Keys>(withKeyFact, new Map());
}
