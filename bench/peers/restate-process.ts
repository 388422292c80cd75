import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchError } from '../bench-error.ts';
import { freePort } from './free-port.ts';

/** A server of one node, on loopback. */
export type RestateProcess = {
  readonly pid: number;
  readonly ingress: string;
  readonly admin: string;
  readonly stop: () => Promise<void>;
};

const startDeadlineMs = 30_000;

/** Starts the server's binary in the folder and waits until it is healthy. */
export async function startRestate(folder: string): Promise<RestateProcess> {
  const [nodePort, ingressPort, adminPort] = [await freePort(), await freePort(), await freePort()];
  const binary = join(
    import.meta.dirname,
    `node_modules/@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`,
  );
  const log = openSync(join(folder, 'restate.log'), 'w');
  const child = spawn(binary, ['--base-dir', join(folder, 'restate'), '--node-name', 'bench', '--no-logo'], {
    stdio: ['ignore', log, log],
    env: environment(nodePort, ingressPort, adminPort),
  });
  process.prependOnceListener('exit', () => child.kill('SIGKILL')); // Whatever ends this process early ends the server.
  await once(child, 'spawn');
  const ingress = `http://127.0.0.1:${ingressPort}`;
  const admin = `http://127.0.0.1:${adminPort}`;
  const stop = (): Promise<void> => stopChild(child);
  try {
    await untilHealthy(child, [`${admin}/health`, `${ingress}/restate/health`]);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { pid: child.pid ?? 0, ingress, admin, stop };
}

/** Nothing but loopback: the proxy that is not there stops the look-up for newer releases at start. */
function environment(node: number, ingress: number, admin: number): NodeJS.ProcessEnv {
  const own = {
    RESTATE_LISTEN_MODE: 'tcp',
    RESTATE_BIND_IP: '127.0.0.1',
    RESTATE_ADVERTISED_HOST: '127.0.0.1',
    RESTATE_BIND_PORT: String(node),
    RESTATE_INGRESS__BIND_PORT: String(ingress),
    RESTATE_ADMIN__BIND_PORT: String(admin),
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
  const given = Object.entries(process.env).filter(([name]) => name.startsWith('RESTATE_'));
  return { ...own, ...Object.fromEntries(given), PATH: process.env['PATH'] };
}

async function untilHealthy(child: ChildProcess, addresses: readonly string[]): Promise<void> {
  const deadline = performance.now() + startDeadlineMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new BenchError(`the server ended at start with ${child.exitCode}`);
    const answers = await Promise.all(addresses.map(answersWell));
    if (answers.every(Boolean)) return;
    await sleep(50);
  }
  throw new BenchError(`the server was not healthy after ${startDeadlineMs} ms`);
}

async function answersWell(address: string): Promise<boolean> {
  return fetch(address).then(
    (response) => response.ok,
    () => false,
  );
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}
