import { createHash, randomBytes } from 'node:crypto';
import type { FactStreams } from '@batonhq/core';
import { cookieOf, secretIn } from './cookie.ts';
import type { KeyStore } from './key-store.ts';
import type { Principal } from './principal.ts';
import {
  sessionBegun,
  sessionOf,
  sessionStream,
  sessionStreams,
  sessionToJson,
  type StoredSession,
} from './session-facts.ts';

/** How long a browser stays signed in. */
const validity = 12 * 60 * 60 * 1_000;
/** Sessions at most, of one key and of all: whoever signs in beyond that ends the oldest one, first of their own. */
const mostOfKey = 100;
const most = 10_000;
/** Sessions that are over and dropped at once: each is a write. */
const mostSwept = 5;

/**
 * People who signed in with a key in a browser, each in a stream of its own: `session/<hash>`. The cookie is a secret of its
 * own that scripts cannot read, so a page never holds the key, and only its hash is kept, so whoever reads the journal
 * cannot use it. Signing in is durable, so people stay signed in over restarts; asking writes nothing.
 *
 * Invariants:
 * 1. A session says nothing of who somebody is: that is its key's to say, each time it is asked, so it ends with its key.
 * 2. Signed out is signed out for good: the stream is dropped before anybody hears so.
 * 3. Sessions stand in the order they began, which is the order they end in by themselves.
 */
export class Sessions {
  readonly #streams: FactStreams;
  readonly #keys: KeyStore;
  readonly #now: () => number;
  #known: Promise<Map<string, StoredSession>> | null = null;

  /** `now` gives milliseconds since 1970. What is kept is read when somebody first asks. */
  constructor(streams: FactStreams, keys: KeyStore, now: () => number) {
    this.#streams = streams;
    this.#keys = keys;
    this.#now = now;
  }

  /** Signs in for twelve hours whoever showed a key; fulfils when that is durable, with the value of `Set-Cookie`. */
  async begin({ tenant, key }: Principal, request: Request): Promise<string> {
    const sessions = await this.#sessions();
    const secret = randomBytes(32).toString('base64url');
    const hash = hashOf(secret);
    const at = this.#now();
    const session: StoredSession = { tenant, key, until: at + validity };
    const commit = { facts: [sessionBegun(session, at)], state: sessionToJson(session) };
    await this.#streams.append({ stream: sessionStream(hash), expectedSeq: 0, ...commit });
    sessions.set(hash, session);
    this.#makeRoom(sessions, key);
    return cookieOf(secret, { seconds: validity / 1_000, request });
  }

  /** Who a request belongs to by its cookie; null when nobody signed in. */
  async whoIs(request: Request): Promise<Principal | null> {
    const secret = secretIn(request);
    const session = secret === null ? undefined : (await this.#sessions()).get(hashOf(secret));
    return session === undefined ? null : this.#principalOf(session);
  }

  /** Signs out; fulfils when that is durable, with the value of `Set-Cookie`. */
  async end(request: Request): Promise<string> {
    const secret = secretIn(request);
    const hash = secret === null ? '' : hashOf(secret);
    const sessions = await this.#sessions();
    if (sessions.has(hash)) await this.#streams.drop(sessionStream(hash));
    sessions.delete(hash);
    return cookieOf('', { seconds: 0, request });
  }

  #principalOf({ tenant, key, until }: StoredSession): Principal | null {
    return this.#now() < until ? this.#keys.principalOf(tenant, key) : null;
  }

  /** What is over goes, then what is too much. */
  #makeRoom(sessions: Map<string, StoredSession>, key: string): void {
    this.#sweep(sessions);
    const own = [...sessions].filter(([, session]) => session.key === key);
    const tooMuch = [...own.slice(0, -mostOfKey), ...[...sessions].slice(0, -most)];
    for (const [hash] of tooMuch) this.#forget(sessions, hash);
  }

  #sweep(sessions: Map<string, StoredSession>): void {
    const over = [...sessions].filter(([, session]) => this.#principalOf(session) === null);
    for (const [hash] of over.slice(0, mostSwept)) this.#forget(sessions, hash);
  }

  /** Nobody waits for it: where it fails, it is tried again after the next start. */
  #forget(sessions: Map<string, StoredSession>, hash: string): void {
    sessions.delete(hash);
    this.#streams.drop(sessionStream(hash)).catch(() => undefined);
  }

  #sessions(): Promise<Map<string, StoredSession>> {
    this.#known ??= this.#read();
    return this.#known;
  }

  /** One that cannot be read now is read again when somebody next asks. */
  async #read(): Promise<Map<string, StoredSession>> {
    try {
      const found: (readonly [string, StoredSession])[] = [];
      for (const standing of await this.#streams.standing(sessionStreams)) {
        const facts = standing.state === null ? await this.#streams.facts(standing.stream, { seq: 0, limit: 1 }) : [];
        const session = sessionOf(standing, facts);
        if (session !== null) found.push(session);
      }
      const sessions = new Map(found.toSorted(([, one], [, other]) => one.until - other.until));
      this.#sweep(sessions);
      return sessions;
    } catch (error) {
      this.#known = null;
      throw error;
    }
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
