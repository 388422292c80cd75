/** Restate on one node with its TypeScript SDK: server and worker are their own processes, as in production. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { BenchError } from '../bench-error.ts';
import { gapsBetween, measure } from '../load.ts';
import { printMeasurement } from '../measurement.ts';
import { processorMicros } from '../processor-time.ts';
import { readSizes } from '../sizes.ts';
import { workFolder } from '../work-folder.ts';
import { installedVersions } from './installed-versions.ts';
import { startRestate } from './restate-process.ts';

const sizes = readSizes();
using folder = workFolder('restate');
const server = await startRestate(folder.path);
const worker = fork(join(import.meta.dirname, 'restate-worker.ts'), {
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  env: { ...process.env, RESTATE_LOGGING: 'ERROR' },
});
try {
  const port = await portOf(worker);
  await post(`${server.admin}/deployments`, { uri: `http://127.0.0.1:${port}` });
  const call = async (handler: string, steps: number): Promise<unknown> =>
    post(`${server.ingress}/load/${handler}`, steps);
  const pids = [server.pid, worker.pid ?? 0];
  printMeasurement(
    await measure(
      {
        system: 'restate',
        versions: installedVersions('@restatedev/restate-server', '@restatedev/restate-sdk'),
        notes: [
          'one node, 4 partitions, RocksDB memory 256 MiB, defaults else (its log syncs every write)',
          'each execution is one call through the ingress; processor time is of server and worker, not of the caller',
        ],
        sequence: async (_execution, steps) => Number(await call('sequence', steps)),
        gaps: async (_execution, steps) => gapsBetween(numbers(await call('instants', steps))),
        fanOut: async (_execution, steps) => Number(await call('fanOut', steps)),
        processorMicros: () => processorMicros(pids),
      },
      sizes,
    ),
  );
} finally {
  worker.kill();
  await server.stop();
}

async function portOf(child: ChildProcess): Promise<number> {
  const [message]: readonly unknown[] = await once(child, 'message', { signal: AbortSignal.timeout(10_000) });
  if (typeof message !== 'number') throw new BenchError('the worker told no port');
  return message;
}

async function post(address: string, body: unknown): Promise<unknown> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new BenchError(`${address} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

function numbers(value: unknown): readonly number[] {
  if (Array.isArray(value)) return value.map(Number);
  throw new BenchError('the worker returned no list');
}
