import { chmodSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import type { Engine } from '../engine.ts';
import { controlRoutes, type OtherRoutes } from './routes.ts';
import type { OrderListener } from './told-order.ts';
import { socketPath, throughShortPath } from './socket-path.ts';

/** An open control socket. */
export interface ControlServer {
  /** Where it is. */
  readonly path: string;
  /** Who answers what the socket itself does not know. Nobody by default. */
  answerOthers(answer: OtherRoutes): void;
  /** Who hears of orders before they are answered. Nobody by default. */
  tellOrders(told: OrderListener): void;
  /** Stops answering and removes the socket. */
  close(): Promise<void>;
}

/**
 * Serves an engine on the control socket of its data folder, to this user only.
 *
 * Whoever calls it owns the folder, so a socket that is there was left by a process that died, and is replaced.
 *
 * @example
 * const control = await serveControl(engine, '.baton');
 */
export async function serveControl(engine: Engine, directory: string): Promise<ControlServer> {
  const path = socketPath(directory);
  let others: OtherRoutes = () => null;
  let told: OrderListener = async () => undefined;
  const { fetch } = controlRoutes(engine, { others: (request) => others(request), told: (order) => told(order) });
  const server = createAdaptorServer({ fetch, serverOptions: { requestTimeout: 0 } });
  const orders = openOrders(server);
  rmSync(path, { force: true });
  await throughShortPath(path, (short) => listen(server, short));
  chmodSync(path, 0o600);
  return {
    path,
    answerOthers(answer) {
      others = answer;
    },
    tellOrders(listener) {
      told = listener;
    },
    async close() {
      // An order may be what ends the owner: whoever gave it hears that it was taken.
      await orders.answered();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      rmSync(path, { force: true });
    },
  };
}

/** Milliseconds that orders have to be answered when the socket closes. */
const lastWord = 1_000;

/** The orders that are being answered; what only reads may be cut off at any time. */
function openOrders(server: ReturnType<typeof createAdaptorServer>): { answered(): Promise<void> } {
  const open = new Set<Promise<void>>();
  server.on('request', ({ method }: IncomingMessage, response: ServerResponse) => {
    if (method === 'GET') return;
    const closed = new Promise<void>((resolve) => response.once('close', resolve)).finally(() => open.delete(closed));
    open.add(closed);
  });
  return {
    async answered() {
      const late = new AbortController();
      const end = setTimeout(lastWord, undefined, { signal: late.signal }).catch(() => undefined);
      await Promise.race([Promise.all(open), end]);
      late.abort();
    },
  };
}

/** Binds with the permissions of the owner only, so that nobody else can connect before they are set. */
function listen(server: ReturnType<typeof createAdaptorServer>, path: string): Promise<void> {
  const mask = process.umask(0o177);
  try {
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, () => resolve());
    });
  } finally {
    process.umask(mask);
  }
}
