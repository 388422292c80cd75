import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Api } from './api/create-api.ts';

/** Where to listen. */
export interface ListenOptions {
  /** An address of this machine; `127.0.0.1` by default, which nobody else can reach. */
  readonly host?: string;
  /** 0 for any that is free; 8787 by default. */
  readonly port?: number;
  /** Milliseconds until a request has to be there whole, five minutes by default; answers may take as long as they do. */
  readonly patience?: number;
}

/** A server that listens. */
export interface Listening {
  /** `http://127.0.0.1:8787` */
  readonly url: string;
  /** Stops listening and ends what is open. */
  close(): Promise<void>;
}

const defaults = { host: '127.0.0.1', port: 8_787, patience: 300_000 } as const;

/** Milliseconds for the head of a request, which is short. */
const longestHead = 60_000;

/** Serves an API over HTTP; fulfils when it listens. Rejects when the port is taken. */
export async function listen(api: Api, options: ListenOptions = {}): Promise<Listening> {
  const { host, port, patience } = { ...defaults, ...options };
  const serverOptions = {
    requestTimeout: patience,
    headersTimeout: Math.min(patience, longestHead),
    connectionsCheckingInterval: Math.min(patience, 30_000),
  };
  const server = createAdaptorServer({ fetch: (request) => api.fetch(request), serverOptions });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    url: urlOf(server.address()),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return String(address);
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}
