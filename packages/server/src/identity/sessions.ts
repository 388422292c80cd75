import { createHash, randomBytes } from 'node:crypto';
import type { KeyStore } from './key-store.ts';
import type { Principal } from './principal.ts';

/** How long a browser stays signed in. */
const validity = 12 * 60 * 60 * 1_000;
/** Sessions at most: whoever signs in beyond that ends the oldest one. */
const most = 10_000;

const name = 'baton_session';

interface Session {
  readonly principal: Principal;
  readonly until: number;
}

/**
 * People who signed in with a key in a browser. The cookie is a secret of its own that scripts cannot read, so a page never
 * holds the key. Sessions are in memory: after a restart people sign in again. A session ends with its key.
 */
export class Sessions {
  readonly #keys: KeyStore;
  readonly #now: () => number;
  readonly #sessions = new Map<string, Session>();

  /** `now` gives milliseconds since 1970. */
  constructor(keys: KeyStore, now: () => number) {
    this.#keys = keys;
    this.#now = now;
  }

  /** Signs in with a key; the value of `Set-Cookie`, or null when the key is not valid. */
  begin(
    token: string,
    { isSecure }: { readonly isSecure: boolean },
  ): { readonly principal: Principal; readonly cookie: string } | null {
    const principal = this.#keys.whoHas(token);
    if (principal === null) return null;
    const secret = randomBytes(32).toString('base64url');
    this.#sessions.set(hashOf(secret), { principal, until: this.#now() + validity });
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > most && oldest !== undefined) this.#sessions.delete(oldest);
    return { principal, cookie: cookieOf(secret, { seconds: validity / 1_000, isSecure }) };
  }

  /** Who a request belongs to by its cookie; null when nobody signed in. */
  whoIs(request: Request): Principal | null {
    const secret = secretIn(request);
    const session = secret === null ? undefined : this.#sessions.get(hashOf(secret));
    if (session === undefined || this.#now() >= session.until) return null;
    const { tenant, key } = session.principal;
    return this.#keys.isValid(tenant, key) ? session.principal : null;
  }

  /** Signs out; the value of `Set-Cookie`. */
  end(request: Request): string {
    const secret = secretIn(request);
    if (secret !== null) this.#sessions.delete(hashOf(secret));
    return cookieOf('', { seconds: 0, isSecure: false });
  }
}

/** True when a browser says that the request comes from a page of this server, or when no browser sent it. */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = request.headers.get('origin');
  return origin === null || new URL(origin).host === request.headers.get('host');
}

interface CookieOptions {
  /** How long it is kept; 0 ends it. */
  readonly seconds: number;
  /** Only sent over TLS. */
  readonly isSecure: boolean;
}

function cookieOf(value: string, { seconds, isSecure }: CookieOptions): string {
  const always = `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}`;
  return isSecure ? `${always}; Secure` : always;
}

function secretIn(request: Request): string | null {
  const cookies = (request.headers.get('cookie') ?? '').split(/;\s*/);
  const found = cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
  return found === undefined || found === '' ? null : found;
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
