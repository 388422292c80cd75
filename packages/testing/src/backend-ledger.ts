import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** One request that reached the ledger: an effect that happened. */
export interface LedgerEntry {
  readonly name: string;
  /** The idempotency key it came with; empty for none. */
  readonly key: string;
}

type Manner = 'answer' | 'hold' | 'cut' | { readonly failures: number };

/**
 * A service of the outside world on loopback: it counts what reaches it, by name and idempotency key.
 *
 * A request is counted the moment it has arrived, whatever becomes of its answer. The name is the path.
 */
export class BackendLedger {
  readonly entries: LedgerEntry[] = [];
  readonly #server = createServer((request, response) => void this.#receive(request, response));
  readonly #manners = new Map<string, Manner>();
  readonly #held = new Map<string, ServerResponse[]>();
  #address = '';

  /** Where it listens. */
  get address(): string {
    return this.#address;
  }

  /** Host and port, as lists of allowed hosts want them. */
  get host(): string {
    return new URL(this.#address).host;
  }

  static async open(): Promise<BackendLedger> {
    const ledger = new BackendLedger();
    ledger.#server.listen(0, '127.0.0.1');
    await once(ledger.#server, 'listening');
    const address = ledger.#server.address();
    ledger.#address = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
    return ledger;
  }

  /** Requests of this name are counted and get no answer until {@link release}. */
  hold(name: string): void {
    this.#manners.set(name, 'hold');
  }

  /** Answers what is held, and whatever comes later. */
  release(name: string): void {
    this.#manners.delete(name);
    for (const response of this.#held.get(name) ?? []) this.#answer(name, response);
    this.#held.delete(name);
  }

  /** Requests of this name are counted, and their connection ends without an answer. */
  cut(name: string): void {
    this.#manners.set(name, 'cut');
  }

  /** The next requests of this name are counted and answered with 503, so many times. */
  fail(name: string, failures: number): void {
    this.#manners.set(name, { failures });
  }

  /** How often an effect happened. */
  count(name: string): number {
    return this.entries.filter((entry) => entry.name === name).length;
  }

  /** The idempotency keys that came with an effect, each once. */
  keys(name: string): readonly string[] {
    return [...new Set(this.entries.filter((entry) => entry.name === name).map(({ key }) => key))];
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = decodeURIComponent((request.url ?? '/').slice(1));
    const key = request.headers['idempotency-key'];
    request.resume();
    await once(request, 'end').catch(() => undefined);
    this.entries.push({ name, key: typeof key === 'string' ? key : '' });
    const manner = this.#manners.get(name) ?? 'answer';
    if (manner === 'hold') this.#held.set(name, [...(this.#held.get(name) ?? []), response]);
    else if (manner === 'cut') request.socket.destroy();
    else if (manner !== 'answer' && manner.failures > 0) {
      this.#manners.set(name, { failures: manner.failures - 1 });
      response.writeHead(503).end();
    } else this.#answer(name, response);
  }

  #answer(name: string, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ name }));
  }
}
