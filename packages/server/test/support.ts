import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, openSqliteJournal, watchedJournal, type FunctionDefinition } from '@batonhq/engine';
import {
  apiHost,
  createApi,
  EngineMeter,
  KeyStore,
  listen,
  Tracing,
  type ApiHostParts,
  type ApiOptions,
  type Role,
} from '@batonhq/server';

/** A server on a real journal in a folder of its own, and keys to use it with. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly keys: KeyStore;
  readonly api: ReturnType<typeof createApi>;
  /** A token of a new key. */
  tokenFor(role: Role, tenant?: string): Promise<string>;
  call(path: string, options?: CallOptions): Promise<Response>;
  /** Ends the process's part of it; the folder stays. */
  stop(): Promise<void>;
}

export interface CallOptions {
  readonly token?: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface TestServerOptions extends ApiOptions, Pick<ApiHostParts, 'heartbeat' | 'secrets'> {
  readonly directory?: string;
  readonly functions?: readonly FunctionDefinition[];
  /** Where traces go; nowhere by default. */
  readonly collector?: string;
}

export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { heartbeat, secrets } = options;
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'baton-server-'));
  const journal = watchedJournal(openSqliteJournal({ directory }));
  const meter = new EngineMeter();
  journal.watch(meter);
  const tracing = options.collector === undefined ? null : Tracing.begin(journal, { endpoint: options.collector });
  const engine = await createEngine({ journal, functions: options.functions ?? [] });
  const keys = await KeyStore.open(journal.streams, Date.now);
  const api = createApi(
    apiHost({
      engine,
      journal,
      keys,
      meter,
      ...(heartbeat !== undefined && { heartbeat }),
      ...(secrets !== undefined && { secrets }),
      ...(tracing !== null && { tracing }),
    }),
    options,
  );
  const server = await listen(api, { port: 0 });
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    await server.close();
    await engine.close();
    await tracing?.close();
  };
  return {
    url: server.url,
    keys,
    api,
    tokenFor: async (role, tenant = 'local') =>
      (await keys.create({ tenant, role, user: `${role} of ${tenant}`, name: 'test' })).token,
    call: (path, { token, method = 'GET', body, headers = {}, signal } = {}) =>
      fetch(`${server.url}${path}`, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        ...(signal !== undefined && { signal }),
      }),
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      if (options.directory === undefined) rmSync(directory, { recursive: true });
    },
  };
}

/** A definition of one task that waits for a message. */
export function waiting(name = 'waiting') {
  return {
    document: { dsl: '1.0.3', namespace: 'test', name, version: '1.0.0' },
    do: [{ greet: { set: { hello: 'world' } } }, { answer: { listen: { to: { one: { with: { type: 'go' } } } } } }],
  };
}

/** A definition that ends at once. */
export const quick = {
  document: { dsl: '1.0.3', namespace: 'test', name: 'quick', version: '1.0.0' },
  do: [{ greet: { set: { hello: 'world' } } }],
};

export async function jsonOf(response: Response): Promise<Record<string, unknown>> {
  const value: unknown = await response.json();
  if (typeof value !== 'object' || value === null) throw new TypeError(`not an object: ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value));
}
