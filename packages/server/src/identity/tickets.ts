import { randomBytes } from 'node:crypto';
import type { KeyStore } from './key-store.ts';
import type { Principal } from './principal.ts';

/** How long a ticket waits to be used. */
const validity = 30_000;
/** Tickets that wait at most: whoever asks for more loses the oldest. */
const most = 10_000;

/**
 * Tickets for readers that can send no headers (a browser's `EventSource`): each opens one stream, once, within 30 seconds,
 * so a log of addresses holds nothing that anybody could use again.
 */
export class Tickets {
  readonly #keys: Pick<KeyStore, 'isStill'>;
  readonly #now: () => number;
  readonly #waiting = new Map<string, { readonly principal: Principal; readonly until: number }>();

  /** `now` gives milliseconds since 1970. */
  constructor(keys: Pick<KeyStore, 'isStill'>, now: () => number) {
    this.#keys = keys;
    this.#now = now;
  }

  /** A ticket, and until when it may be used. */
  issue(principal: Principal): { readonly ticket: string; readonly until: number } {
    const ticket = randomBytes(24).toString('base64url');
    const until = this.#now() + validity;
    this.#waiting.set(ticket, { principal, until });
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > most && oldest !== undefined) this.#waiting.delete(oldest);
    return { ticket, until };
  }

  /** Who it was issued to; null for one that was used, is too old, never was, or whose key is revoked by now. */
  redeem(ticket: string): Principal | null {
    const found = this.#waiting.get(ticket);
    this.#waiting.delete(ticket);
    if (found === undefined || this.#now() >= found.until) return null;
    return this.#keys.isStill(found.principal) ? found.principal : null;
  }
}
