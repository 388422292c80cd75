/**
 * A client of the HTTP API, typed by the routes' own descriptions; for browsers and for Node.
 *
 * @module
 */
import type { Json } from '@batonhq/core';
import { messagesIn, type StreamMessage } from './event-stream.ts';
import { problemIn, ProblemError } from './problem-error.ts';
import type { Routes } from './routes.gen.ts';

export { ProblemError } from './problem-error.ts';
export type { StreamMessage } from './event-stream.ts';
export type { Routes } from './routes.gen.ts';

/** A route, by method and path as its description writes it: `GET /api/agents/{name}`. */
export type RouteName = keyof Routes;

/** What a route takes: `params` of its address, `query`, `body`. */
export type Given<Route extends RouteName> = Omit<Routes[Route], 'answer'>;

/** What a route answers. */
export type Answer<Route extends RouteName> = Routes[Route]['answer'];

/** Where the API is, and who asks. */
export interface ClientOptions {
  /** Such as `http://127.0.0.1:8787`; empty in a page that the server served itself. */
  readonly url: string;
  /** A key; in a page the cookie of a session does instead. */
  readonly token?: string;
  /** That of the platform by default. */
  readonly fetch?: typeof globalThis.fetch;
}

/** How to follow an execution. */
export interface Following {
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** The id of the last message that is known: what follows it is told. From the beginning by default. */
  readonly after?: string;
  /** Milliseconds between two tries to reach a server that went away, 1,000 by default. */
  readonly patience?: number;
}

/** A client of the API. Everything rejects with {@link ProblemError} when the server refuses. */
export interface Client {
  /** Asks a route. */
  call<Route extends RouteName>(
    route: Route,
    ...given: Record<string, never> extends Given<Route> ? [given?: Given<Route>] : [given: Given<Route>]
  ): Promise<Answer<Route>>;
  /** Asks a route that answers something else than JSON, a file say: the answer as it comes, with nothing of it read. */
  open<Route extends RouteName>(route: Route, given: Given<Route>, signal?: AbortSignal): Promise<Response>;
  /**
   * Asks a route to tell what it does as it does it: its messages, until there are no more. `POST /api/plans` can do that,
   * and `GET /api/orchestrate/stream/{id}`, which {@link Client.follow} takes up again where it broke off.
   */
  listen<Route extends RouteName>(
    route: Route,
    given: Given<Route>,
    signal?: AbortSignal,
  ): AsyncGenerator<StreamMessage, void>;
  /**
   * What happens in an execution, live, until it has ended: a stream that breaks off is taken up again where it was, without
   * gap or repeat, also over restarts of the server.
   */
  follow(execution: string, following?: Following): AsyncGenerator<StreamMessage, void>;
}

/** Messages after which a stream has nothing more to say. */
const last = new Set(['complete', 'fault', 'cancelled']);

/**
 * Makes a client.
 *
 * @example
 * const client = createClient({ url: 'http://127.0.0.1:8787', token: 'baton_…' });
 * const { id } = await client.call('POST /api/orchestrate', { body: { workflow: 'shop/order' } });
 * for await (const { event, data } of client.follow(id)) console.log(event, JSON.parse(data));
 */
export function createClient({ url, token, fetch = globalThis.fetch }: ClientOptions): Client {
  const send = async (request: Sent): Promise<Response> => {
    const answer = await fetch(`${url}${request.path}`, {
      method: request.method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      ...(request.signal !== undefined && { signal: request.signal }),
    });
    if (!answer.ok) throw await problemIn(answer);
    return answer;
  };
  return {
    async call(route, ...[given]) {
      const text = await (await send(sentTo(route, given))).text();
      return text === '' ? null : JSON.parse(text);
    },
    open: (route, given, signal) => send({ ...sentTo(route, given), ...(signal !== undefined && { signal }) }),
    async *listen(route, given, signal) {
      const { body } = await send({
        ...sentTo(route, given),
        headers: { accept: 'text/event-stream' },
        ...(signal !== undefined && { signal }),
      });
      if (body !== null) yield* messagesIn(body);
    },
    follow: (execution, following = {}) => follow(send, execution, following),
  };
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: Json | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** What any route is given, whatever its types say. */
interface Untyped {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: Json;
}

function sentTo(route: RouteName, given: Untyped | undefined): Sent {
  const { params = {}, query = {}, body } = given ?? {};
  const [method = 'GET', path = ''] = route.split(' ');
  return { method, path: filled(path, params) + queryText(query), body };
}

function filled(path: string, params: NonNullable<Untyped['params']>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

function queryText(query: NonNullable<Untyped['query']>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
  return given.size === 0 ? '' : `?${given.toString()}`;
}

async function* follow(
  send: (request: Sent) => Promise<Response>,
  execution: string,
  { signal, after = '', patience = 1_000 }: Following,
): AsyncGenerator<StreamMessage, void> {
  let known = after;
  while (!isAborted(signal)) {
    try {
      const { body } = await send({
        method: 'GET',
        path: `/api/orchestrate/stream/${encodeURIComponent(execution)}`,
        headers: { accept: 'text/event-stream', ...(known !== '' && { 'last-event-id': known }) },
        ...(signal !== undefined && { signal }),
      });
      for await (const message of body === null ? [] : messagesIn(body)) {
        if (message.id !== '') known = message.id;
        // What was told before is not told anymore, or never was: it is told anew from the beginning.
        if (message.event === 'reset') known = '';
        yield message;
        if (last.has(message.event)) return;
      }
    } catch (error) {
      if (isAborted(signal)) return;
      if (error instanceof ProblemError && error.status !== 503 && error.status !== 429) throw error;
      await pause(error instanceof ProblemError ? (error.retryAfter ?? patience) : patience, signal);
    }
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
  });
}
