import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { connect as connectTcp, isIP } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { connect as connectTls } from 'node:tls';
import type { EgressClient } from './egress-client.ts';
import { EgressFailedError } from './egress-failed-error.ts';
import type { Authorizing, Egress, OutsideRequest } from './egress.ts';
import type { EgressRequest, EgressResponse, Place } from './exchange.ts';
import { trustAs, type Trust } from './trust.ts';

/** What came back of a request: an answer with its status and headers, or none. */
export type Reply =
  | { readonly status: number; readonly headers: Readonly<Record<string, string | undefined>> }
  | { readonly status: null };

/** Hears of every request of a call how it came back, before the call does. */
export type HearReply = (url: URL, reply: Reply) => Promise<void> | undefined;

/** Binds the way out to one call: what it opens ends with `signal`. */
export function egressFor(client: EgressClient, signal: AbortSignal, heard?: HearReply): Egress {
  const fetchWith = (credentials?: Authorizing): typeof globalThis.fetch => {
    return async (input, init) => fetchThrough(client, new Request(input, init), { signal, credentials, heard });
  };
  return {
    send: async (request, credentials) => sendAs({ client, signal, credentials, heard }, request),
    fetch: fetchWith(),
    fetchAs: fetchWith,
    resolve: async (place) => client.resolve(place),
    connect: async (place, { tls = false, credentials } = {}) => {
      const trust = tls ? trustAs(client.trust, credentials?.identity) : null;
      return connect(client, place, { trust, signal });
    },
    trust: (credentials) => trustAs(client.trust, credentials?.identity),
  };
}

interface Sending {
  readonly client: EgressClient;
  readonly signal: AbortSignal;
  readonly credentials: Authorizing | undefined;
  readonly heard?: HearReply | undefined;
}

/** Sends a request; a refusal is answered once when the credentials know how. */
export async function sendAs(
  { client, signal, credentials, heard }: Sending,
  request: OutsideRequest,
): Promise<EgressResponse> {
  const attempt = async (): Promise<EgressResponse> => {
    const headers = await authorized(request, credentials);
    const sent = client.send({ ...request, ...shown(credentials), headers, follow: request.follow ?? false, signal });
    return telling(sent, { url: request.url, heard, replyOf: (response) => response });
  };
  const response = await attempt();
  const isWorthAnother = response.status === 401 && credentials?.challenged(response.headers['www-authenticate']);
  return isWorthAnother === true ? attempt() : response;
}

interface Telling<T> {
  readonly url: URL;
  readonly heard: HearReply | undefined;
  readonly replyOf: (answer: T) => Reply;
}

/** Tells how a request came back before whoever sent it hears of it. That it was refused here says nothing about the place. */
async function telling<T>(sent: Promise<T>, { url, heard, replyOf }: Telling<T>): Promise<T> {
  if (heard === undefined) return sent;
  try {
    const answer = await sent;
    await heard(url, replyOf(answer));
    return answer;
  } catch (error) {
    if (error instanceof EgressFailedError) await heard(url, { status: null });
    throw error;
  }
}

async function authorized(
  { method, url, headers = {} }: OutsideRequest,
  credentials: Authorizing | undefined,
): Promise<Readonly<Record<string, string>>> {
  const authorization = await credentials?.authorize({ method, url });
  const isSet = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  if (authorization === undefined || isSet) return headers;
  return { ...headers, authorization: `${authorization.scheme} ${authorization.parameter}` };
}

function shown(credentials: Authorizing | undefined): Pick<EgressRequest, 'identity'> {
  return credentials?.identity === undefined ? {} : { identity: credentials.identity };
}

interface Fetching {
  readonly signal: AbortSignal;
  readonly credentials: Authorizing | undefined;
  readonly heard: HearReply | undefined;
}

const bodiless = new Set([101, 204, 205, 304]);

async function fetchThrough(
  client: EgressClient,
  request: Request,
  { signal, credentials, heard }: Fetching,
): Promise<Response> {
  const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
  const url = new URL(request.url);
  const plain = Object.fromEntries(request.headers);
  const open = async () => {
    const headers = await authorized({ method: request.method, url, headers: plain }, credentials);
    const opened = client.open({
      method: request.method,
      url,
      headers: { ...headers, ...(body !== undefined && { 'content-length': String(body.length) }) },
      ...(body !== undefined && { body }),
      ...shown(credentials),
      follow: request.redirect === 'follow',
      signal: AbortSignal.any([signal, request.signal]),
    });
    return telling(opened, { url, heard, replyOf: ({ incoming }) => replyOf(incoming) });
  };
  let { incoming } = await open();
  if (incoming.statusCode === 401 && credentials?.challenged(incoming.headers['www-authenticate']) === true) {
    incoming.resume();
    ({ incoming } = await open());
  }
  const status = incoming.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    for (const item of [value ?? []].flat()) headers.append(name, item);
  if (bodiless.has(status)) incoming.resume();
  const stream: ReadableStream<Uint8Array> = Readable.toWeb(client.limited(incoming));
  return new Response(bodiless.has(status) ? null : stream, { status, headers });
}

function replyOf({ statusCode = 0, headers }: IncomingMessage): Reply {
  const { date } = headers;
  return { status: statusCode, headers: { 'retry-after': headers['retry-after'], date } };
}

async function connect(
  client: EgressClient,
  place: Place,
  { trust, signal }: { readonly trust: Trust | null; readonly signal: AbortSignal },
): Promise<Socket> {
  const [first] = await client.resolve(place);
  if (first === undefined) throw new EgressFailedError(`${place.host} has no address`, { wasSent: false });
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const to = { host: first.address, port: place.port, family: first.family };
  const named = isIP(place.host) === 0 && { servername: place.host };
  const socket = trust === null ? connectTcp(to) : connectTls({ ...to, ...named, ...trust });
  const abandon = (): void => void socket.destroy();
  signal.addEventListener('abort', abandon, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', abandon));
  socket.once(trust === null ? 'connect' : 'secureConnect', () => resolve(socket));
  socket.once('error', (error) => reject(new EgressFailedError(error.message, { wasSent: false })));
  if (signal.aborted) abandon();
  return promise;
}
