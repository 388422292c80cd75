import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededRandom } from '../random/seeded-random.ts';

/** A request that asked for something to be paid. */
export interface Payment {
  /** The idempotency key it came with; empty for none. */
  readonly key: string;
  /** False when it was turned away, so that nothing was paid. */
  readonly isAccepted: boolean;
}

/** How the service behaves. */
export interface PaymentServiceOptions {
  readonly random: SeededRandom;
  /** Answers take up to so many milliseconds; the payment is made before the answer. */
  readonly slowness: number;
}

/** So many requests for something flaky are turned away. */
const turnedAway = 2;

/**
 * A payment service of somebody else, on loopback. It outlives every process under test and remembers each request.
 *
 * `POST /pay/NAME` pays; the first two requests for a label that begins with `flaky` are turned away with 503.
 * `GET /paid/NAME` says whether NAME was paid.
 */
export class PaymentService {
  readonly #payments = new Map<string, Payment[]>();
  readonly #server = createServer((request, response) => void this.#receive(request, response));
  readonly #options: PaymentServiceOptions;
  readonly #waiting = new Set<() => boolean>();
  #connections = 0;
  #unanswered = 0;
  #requests = 0;
  #address = '';

  constructor(options: PaymentServiceOptions) {
    this.#options = options;
    this.#server.keepAliveTimeout = 60_000;
    this.#server.on('connection', (socket) => {
      this.#connections += 1;
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.#connections -= 1;
        this.#wake();
      });
    });
  }

  get address(): string {
    return this.#address;
  }

  /** Host and port, as lists of allowed hosts want them. */
  get host(): string {
    return new URL(this.#address).host;
  }

  /** Requests that somebody waits for an answer to. */
  get unanswered(): number {
    return this.#unanswered;
  }

  static async open(options: PaymentServiceOptions): Promise<PaymentService> {
    const service = new PaymentService(options);
    service.#server.listen(0, '127.0.0.1');
    await once(service.#server, 'listening');
    const address = service.#server.address();
    service.#address = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
    return service;
  }

  /** Requests that have arrived so far. */
  get requests(): number {
    return this.#requests;
  }

  /** Everything that was asked for under this name, in order. */
  askedFor(name: string): readonly Payment[] {
    return this.#payments.get(name) ?? [];
  }

  /** What an order paid for, in the order in which it was first asked for. */
  namesOf(order: string): readonly string[] {
    const prefix = `${order}/`;
    return [...this.#payments.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  }

  /** How often something was paid, whatever the keys. */
  paid(name: string): number {
    return this.askedFor(name).filter(({ isAccepted }) => isAccepted).length;
  }

  /** Fulfils when it holds; looked at with each request that arrives. */
  arrived(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const isDone = (): boolean => {
        if (holds()) resolve();
        return holds();
      };
      if (!isDone()) this.#waiting.add(isDone);
    });
  }

  /** Fulfils when everything that a dead process had sent has been counted: all its connections are gone. */
  async drained(): Promise<void> {
    await this.arrived(() => this.#connections === 0);
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #wake(): void {
    for (const isDone of this.#waiting) if (isDone()) this.#waiting.delete(isDone);
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [verb = '', ...rest] = (request.url ?? '/').slice(1).split('/');
    const name = rest.map(decodeURIComponent).join('/');
    request.resume();
    await once(request, 'end').catch(() => undefined);
    if (verb === 'paid') return answer(response, 200, { paid: this.paid(name) > 0 });
    const isAccepted = this.#pay(name, String(request.headers['idempotency-key'] ?? ''));
    this.#unanswered += 1;
    this.#wake();
    await sleep(this.#options.random.below(this.#options.slowness + 1));
    this.#unanswered -= 1;
    return answer(response, isAccepted ? 200 : 503, { receipt: name });
  }

  #pay(name: string, key: string): boolean {
    const before = this.askedFor(name);
    const isAccepted = before.length >= turnedAway || !/\/flaky[^/]*$/.test(name);
    this.#payments.set(name, [...before, { key, isAccepted }]);
    this.#requests += 1;
    return isAccepted;
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
