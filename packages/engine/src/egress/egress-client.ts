import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { EgressRequest, EgressResponse, OpenedResponse, Place } from './exchange.ts';
import { EgressFailedError } from './egress-failed-error.ts';
import { EgressPolicy, EgressRefusedError } from './egress-policy.ts';
import { limitAnswer } from './limit-answer.ts';
import { httpsTrust, trustIn, type ClientIdentity, type Trust } from './trust.ts';

/** How the client behaves. */
export interface EgressOptions {
  /** Hosts beyond the public internet that may be reached. */
  readonly allow?: readonly string[];
  /** Milliseconds until an answer must be complete, 60,000 by default. */
  readonly timeout?: number;
  /** Bytes of an answer, 16 MB by default. */
  readonly maxBytes?: number;
  /** Certificates of authorities to believe besides those of the system, in PEM. None by default. */
  readonly authorities?: readonly string[];
  /** All addresses of a name; asks the system by default. */
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>;
}

const mostRedirects = 10;

/** For what nobody can abandon. */
const never = new AbortController().signal;

/** Headers that may follow a redirect to another origin: all others, of whatever name, may hold what proves who is calling. */
const harmless = /^(?:accept(?:-.*)?|content-.*|user-agent|range|if-.*)$/i;

/**
 * The one way out for requests that definitions make.
 *
 * A name is resolved once for each connection, all its addresses are checked, and the connection goes to what was
 * checked, so an answer that changes meanwhile changes nothing. Each redirect is a new request with new checks.
 */
export class EgressClient {
  /** Whom this side believes. */
  readonly trust: Trust;
  /** The same, made once: reading all authorities takes milliseconds. */
  readonly #context: SecureContext | undefined;
  readonly #policy: EgressPolicy;
  readonly #timeout: number;
  readonly #maxBytes: number;
  readonly #resolve: (host: string) => Promise<readonly LookupAddress[]>;
  /** Connections are kept for requests that may be repeated: a kept one may break at any time, and nobody knows when. */
  readonly #kept = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  readonly #fresh = { http: new HttpAgent(), https: new HttpsAgent() };

  constructor(options: EgressOptions = {}) {
    const { allow, authorities = [], timeout = 60_000, maxBytes = 16 * 1024 * 1024, resolve = askSystem } = options;
    this.#policy = new EgressPolicy(allow);
    this.trust = trustIn(authorities);
    this.#context = authorities.length === 0 ? undefined : createSecureContext(this.trust);
    this.#timeout = timeout;
    this.#maxBytes = maxBytes;
    this.#resolve = resolve;
  }

  /** Sends a request. Rejects with {@link EgressRefusedError} or {@link EgressFailedError}. */
  async send(request: EgressRequest): Promise<EgressResponse> {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(this.#timeout)]);
    const { incoming, url } = await this.open({ ...request, signal });
    try {
      return { ...(await this.#receive(incoming)), url };
    } catch (error) {
      throw this.#failure(error, { signal, wasSent: true });
    }
  }

  /** Sends a request and hands over the answer while its body is still coming. Rejects as `send` does. */
  async open(request: EgressRequest): Promise<OpenedResponse> {
    let current = request;
    for (let hop = 0; ; hop += 1) {
      const incoming = await this.#openOnce(current);
      const { statusCode: status = 0, headers } = incoming;
      const { location } = headers;
      if (!request.follow || !isRedirect(status) || location === undefined) return { incoming, url: current.url };
      incoming.resume();
      if (hop === mostRedirects)
        throw new EgressFailedError(`more than ${mostRedirects} redirects, the last to ${location}`, { wasSent: true });
      current = redirected(current, { status, location });
    }
  }

  /** The addresses of a host, all of them checked. */
  async resolve({ host, port }: Place): Promise<readonly LookupAddress[]> {
    const name = host.replace(/^\[|\]$/g, '');
    if (isIP(name) !== 0) {
      this.#policy.check({ host: name, port: String(port), address: name });
      return [{ address: name, family: isIP(name) }];
    }
    try {
      const addresses = await this.#resolve(name);
      for (const { address } of addresses) this.#policy.check({ host: name, port: String(port), address });
      if (addresses.length > 0) return addresses;
    } catch (error) {
      throw this.#failure(error, { signal: never, wasSent: false });
    }
    throw new EgressFailedError(`${name} has no address`, { wasSent: false });
  }

  /** A body that is cut off where it grows too large; streams of events may go on as long as they are small. */
  limited(incoming: IncomingMessage): Readable {
    return limitAnswer(incoming, this.#maxBytes);
  }

  /** Closes idle connections. */
  close(): void {
    for (const { http, https } of [this.#kept, this.#fresh]) {
      http.destroy();
      https.destroy();
    }
  }

  #openOnce(request: EgressRequest): Promise<IncomingMessage> {
    const { url, method, headers, body, identity, signal } = request;
    const { promise, resolve: fulfil, reject } = Promise.withResolvers<IncomingMessage>();
    let wasSent = false;
    const fail = (error: unknown): void => reject(this.#failure(error, { signal, wasSent }));
    try {
      const outgoing = this.#open(url, { method, headers, identity, signal });
      outgoing.once('error', fail);
      outgoing.once('socket', (socket) => {
        const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect';
        if (socket.connecting) socket.once(connected, () => (wasSent = true));
        else wasSent = true;
      });
      outgoing.once('response', fulfil);
      outgoing.end(body);
    } catch (error) {
      fail(error);
    }
    return promise;
  }

  #failure(error: unknown, about: { readonly signal: AbortSignal; readonly wasSent: boolean }): Error {
    if (error instanceof EgressRefusedError || error instanceof EgressFailedError) return error;
    const known = error instanceof Error ? error : new EgressFailedError(String(error), about);
    return new EgressFailedError(this.#explain(known, about.signal), about);
  }

  #open(url: URL, { identity, ...options }: Opening): ClientRequest {
    const { protocol } = url;
    if (protocol !== 'http:' && protocol !== 'https:')
      throw new EgressFailedError(`${protocol} is not http or https`, { wasSent: false });
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = url.port === '' ? (protocol === 'https:' ? '443' : '80') : url.port;
    if (isIP(host) !== 0) this.#policy.check({ host, port, address: host });
    const settings = { ...options, lookup: this.#lookup(port) };
    const { http, https } = options.method === 'GET' || options.method === 'HEAD' ? this.#kept : this.#fresh;
    return protocol === 'https:'
      ? httpsRequest(url, {
          ...settings,
          ...httpsTrust({ trust: this.trust, context: this.#context }, identity),
          agent: https,
        })
      : httpRequest(url, { ...settings, agent: http });
  }

  /** Resolves a name and lets only checked addresses through. */
  #lookup(port: string): LookupFunction {
    return (host, options, done) => {
      this.resolve({ host, port: Number(port) }).then(
        (addresses) => {
          const [first] = addresses;
          if (options.all === true) done(null, [...addresses]);
          else done(null, first?.address ?? '', first?.family);
        },
        (error: Error) => done(error, '', 0),
      );
    };
  }

  async #receive(incoming: IncomingMessage): Promise<Omit<EgressResponse, 'url'>> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of incoming) {
      const part = Buffer.from(chunk);
      size += part.length;
      if (size > this.#maxBytes)
        throw new EgressFailedError(`the answer is larger than ${this.#maxBytes} bytes`, { wasSent: true });
      chunks.push(part);
    }
    return { status: incoming.statusCode ?? 0, headers: plainHeaders(incoming), body: Buffer.concat(chunks) };
  }

  #explain(error: Error, signal: AbortSignal): string {
    if (!signal.aborted) return error.message === '' ? error.name : error.message;
    const { reason } = signal;
    return reason instanceof Error && reason.name === 'TimeoutError'
      ? `no complete answer within ${this.#timeout} ms`
      : 'the request was abandoned';
  }
}

type Opening = Pick<EgressRequest, 'method' | 'headers' | 'signal'> & { readonly identity: ClientIdentity | undefined };

async function askSystem(host: string): Promise<readonly LookupAddress[]> {
  return lookup(host, { all: true });
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** The request that follows a redirect: without credentials when the origin changes, a GET where the answer lies elsewhere. */
function redirected(
  request: EgressRequest,
  { status, location }: { readonly status: number; readonly location: string },
): EgressRequest {
  if (!URL.canParse(location, request.url.href))
    throw new EgressFailedError(`redirected to ${location}, which is no address`, { wasSent: true });
  const url = new URL(location, request.url);
  const isSame = url.origin === request.url.origin;
  const isKept = ([name]: [string, string]): boolean => isSame || harmless.test(name);
  const headers = Object.fromEntries(Object.entries(request.headers).filter(isKept));
  const { identity, ...bearing } = request;
  const same = isSame && identity !== undefined ? { ...bearing, identity } : bearing;
  const becomesGet = status === 303 || ((status === 301 || status === 302) && request.method === 'POST');
  if (!becomesGet || request.method === 'HEAD') {
    if (request.body !== undefined && !isSame && !isUpgrade(request.url, url)) throw carriedAway(url);
    return { ...same, url, headers };
  }
  const { body: _body, ...rest } = same;
  const bare = Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.toLowerCase().startsWith('content-')),
  );
  return { ...rest, method: 'GET', url, headers: bare };
}

/** The same host, with TLS from now on. */
function isUpgrade(from: URL, to: URL): boolean {
  return from.protocol === 'http:' && to.protocol === 'https:' && from.hostname === to.hostname;
}

/** What was meant for one place is not told to another, whatever the first one says: nothing was done there yet. */
function carriedAway({ origin }: URL): EgressFailedError {
  return new EgressFailedError(`redirected with its body to ${origin}, which is another origin`, { wasSent: false });
}

function plainHeaders(incoming: IncomingMessage): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return headers;
}
