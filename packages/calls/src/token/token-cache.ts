import { canonicalJson, sha256 } from '@batonhq/core';
import type { Authorization, TokenRequest, TokenSource } from '@batonhq/engine';
import { requestToken, type GrantedToken } from './request-token.ts';
import { readTokenPolicy } from './token-policy.ts';

/** A token is renewed this many milliseconds before it ends, or at a fifth of its life when that is sooner. */
const longestMargin = 60_000;
/** Milliseconds for which a token is used whose authority does not say how long it is good. */
const assumedLife = 300_000;
const mostKept = 1_000;

interface Kept {
  readonly granted: GrantedToken;
  /** When it is to be renewed, by wall clock: a machine that slept for days must notice. */
  readonly until: number;
}

/**
 * Tokens by policy, kept in memory for as long as they are good.
 *
 * Invariants: calls that need the same token at the same time cause one request; a token is never used after its end by
 * the clock of this machine; one that is said to be refused is never used again. Keys are hashes, because policies hold
 * secrets.
 */
export class TokenCache implements TokenSource {
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();
  readonly #asking = new Map<string, Promise<Kept>>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  async token(request: TokenRequest): Promise<Authorization> {
    const key = keyOf(request);
    const kept = this.#kept.get(key);
    const { granted } = kept !== undefined && this.#now() < kept.until ? kept : await this.#renew(key, request);
    return { scheme: 'Bearer', parameter: granted.token };
  }

  refused(request: TokenRequest, token: string): boolean {
    const key = keyOf(request);
    if (this.#kept.get(key)?.granted.token === token) this.#kept.delete(key);
    return true;
  }

  async #renew(key: string, request: TokenRequest): Promise<Kept> {
    const asking = this.#asking.get(key) ?? this.#ask(key, request);
    this.#asking.set(key, asking);
    try {
      return await asking;
    } finally {
      if (this.#asking.get(key) === asking) this.#asking.delete(key);
    }
  }

  /** By the refresh token where there is one; when that is not good any more, from the beginning. */
  async #ask(key: string, { egress, ...request }: TokenRequest): Promise<Kept> {
    const policy = readTokenPolicy(request);
    const refreshToken = this.#kept.get(key)?.granted.refreshToken;
    this.#kept.delete(key);
    const begun = this.#now();
    const fresh = async (): Promise<GrantedToken> => requestToken(policy, egress);
    const granted =
      refreshToken === undefined ? await fresh() : await requestToken(policy, egress, refreshToken).catch(fresh);
    const life = granted.lifetime === undefined ? assumedLife : granted.lifetime * 1_000;
    const renewable = refreshToken === undefined ? granted : { refreshToken, ...granted };
    const kept = { granted: renewable, until: begun + life - Math.min(longestMargin, life / 5) };
    this.#keep(key, kept);
    return kept;
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

function keyOf({ scheme, policy }: TokenRequest): string {
  return sha256(canonicalJson([scheme, policy]));
}
