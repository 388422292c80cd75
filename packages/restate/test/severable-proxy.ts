import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy on loopback that can lose what a server answers. */
export interface SeverableProxy {
  readonly port: number;
  /** The answer to the `count`th request that contains `text` is lost, and its connection ends. */
  severAfter(text: string, count: number): void;
  close(): Promise<void>;
}

/** Starts a proxy in front of a port, on any port or on the one given. */
export async function startSeverableProxy(target: number, port = 0): Promise<SeverableProxy> {
  const sockets = new Set<Socket>();
  let armed: { readonly text: string; left: number } | null = null;
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    let isDoomed = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (armed !== null && chunk.includes(armed.text) && --armed.left === 0) {
        isDoomed = true;
        armed = null;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (isDoomed) client.destroy();
      else client.write(chunk);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server.address()),
    severAfter: (text, count) => {
      armed = { text, left: count };
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function portOf(address: string | AddressInfo | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0;
}
