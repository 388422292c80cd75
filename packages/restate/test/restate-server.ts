import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endsWithUs } from '../../testing/src/backend-children.ts';
import { freePort } from './free-port.ts';
import { TestSetupError } from './test-setup-error.ts';

/** A Restate server of a test's own: one node, on loopback, without telemetry. */
export interface RestateServer {
  readonly ingress: string;
  readonly admin: string;
  /** Ends it without warning. */
  kill(): Promise<void>;
  /** Starts it again on what it left behind, at the same addresses. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const patience = 120_000;

/** Starts a server in a folder of its own and waits until it is healthy. */
export async function startRestate(): Promise<RestateServer> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-restate-'));
  const [node, ingressPort, adminPort] = [await freePort(), await freePort(), await freePort()];
  const ingress = `http://127.0.0.1:${ingressPort}`;
  const admin = `http://127.0.0.1:${adminPort}`;
  const logFile = join(folder, 'restate.log');
  const start = async (): Promise<ChildProcess> => {
    const log = openSync(logFile, 'a');
    const child = spawn(binary(), ['--base-dir', join(folder, 'data'), '--node-name', 'test', '--no-logo'], {
      stdio: ['ignore', log, log],
      env: environment({ node, ingress: ingressPort, admin: adminPort }),
    });
    endsWithUs(child);
    await once(child, 'spawn');
    await untilHealthy(child, [`${admin}/health`, `${ingress}/restate/health`]).catch(async (cause: unknown) => {
      await end(child, 'SIGKILL');
      throw new TestSetupError(`Restate did not start:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`, { cause });
    });
    return child;
  };
  let running = await start();
  return {
    ingress,
    admin,
    kill: () => end(running, 'SIGKILL'),
    restart: async () => {
      running = await start();
    },
    stop: async () => {
      await end(running, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function binary(): string {
  const require = createRequire(import.meta.url);
  const name = `@restatedev/restate-server-${process.platform}-${process.arch}`;
  return join(dirname(require.resolve(`${name}/package.json`)), 'bin/restate-server');
}

/** Nothing but loopback: the proxy that is not there stops the look-up for newer releases at start. */
function environment(ports: {
  readonly node: number;
  readonly ingress: number;
  readonly admin: number;
}): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    RESTATE_LISTEN_MODE: 'tcp',
    RESTATE_BIND_IP: '127.0.0.1',
    RESTATE_ADVERTISED_HOST: '127.0.0.1',
    RESTATE_BIND_PORT: String(ports.node),
    RESTATE_INGRESS__BIND_PORT: String(ports.ingress),
    RESTATE_ADMIN__BIND_PORT: String(ports.admin),
    RESTATE_DISABLE_TELEMETRY: 'true',
    RESTATE_DISABLE_PROMETHEUS: 'true',
    RESTATE_DEFAULT_NUM_PARTITIONS: '4',
    RESTATE_ROCKSDB_TOTAL_MEMORY_SIZE: '256 MiB',
    RESTATE_LOG_FILTER: 'warn',
    DO_NOT_TRACK: '1',
    HTTP_PROXY: 'http://127.0.0.1:9',
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1,localhost',
  };
}

async function untilHealthy(child: ChildProcess, addresses: readonly string[]): Promise<void> {
  const deadline = performance.now() + patience;
  for (;;) {
    if (child.exitCode !== null) throw new TestSetupError(`the server ended at start with ${child.exitCode}`);
    if ((await Promise.all(addresses.map(answersWell))).every(Boolean)) return;
    if (performance.now() > deadline) throw new TestSetupError(`the server was not healthy after ${patience} ms`);
    await sleep(25);
  }
}

async function answersWell(address: string): Promise<boolean> {
  return fetch(address).then(
    (response) => response.ok,
    () => false,
  );
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}
