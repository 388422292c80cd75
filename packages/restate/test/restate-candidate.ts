import type { ChildProcess } from 'node:child_process';
import { extname } from 'node:path';
import type { BackendSurroundings, RunningBackend } from '../../testing/src/backend-candidate.ts';
import { endChild, startChild } from '../../testing/src/backend-children.ts';
import { createRestateBackend } from '../src/index.ts';
import { freePort } from './free-port.ts';
import { startPostgres } from './postgres-server.ts';
import { startRestate } from './restate-server.ts';
import type { WorkerSettings } from './restate-worker-process.ts';

/** Restate, Postgres and a worker, each in a process of its own; the test only sends commands. */
export async function startOnRestate({ allow }: BackendSurroundings): Promise<RunningBackend> {
  const [postgres, restate] = await Promise.all([startPostgres(), startRestate()]);
  const { ingress, admin } = restate;
  const settings = { ingress, admin, postgres: { address: postgres.address }, port: await freePort(), allow };
  let worker = await startWorker(settings);
  const backend = await createRestateBackend({ ingress, postgres: settings.postgres });
  return {
    backend,
    killWorker: async () => {
      await endChild(worker, 'kill');
      worker = await startWorker(settings);
    },
    killServer: async () => {
      await restate.kill();
      await restate.restart();
    },
    killStore: () => postgres.crash(),
    stop: async () => {
      await backend.close();
      await endChild(worker, 'ask');
      await restate.stop();
      await postgres.stop();
    },
  };
}

function startWorker(settings: WorkerSettings): Promise<ChildProcess> {
  const file = new URL(`./restate-worker-process${extname(import.meta.url)}`, import.meta.url);
  return startChild(file, [JSON.stringify(settings)]);
}

const durable = 'operations of durable functions are not mapped on Restate yet';

/** What of the suite does not fit yet. */
export const restateSkips = {
  'a durable function does its steps, and waits between them': durable,
  'a durable function goes on after the last step that was recorded': durable,
} as const;
