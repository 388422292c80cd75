/** Counts rows of the tables that users may query, and answers once. Started by `system-metrics.ts`. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Counts } from './system-metrics.ts';

const { dataDir }: { readonly dataDir: string } = workerData;
const database = new DatabaseSync(join(dataDir, 'journal.db'), { readOnly: true, timeout: 5_000 });

function countBy(table: string): Readonly<Record<string, number>> {
  const rows = database.prepare(`SELECT phase, count(*) AS number FROM ${table} GROUP BY phase`).all();
  return Object.fromEntries(rows.map(({ phase, number }) => [String(phase), Number(number)]));
}

const counts: Counts = {
  tasks: countBy('(SELECT phase FROM execution_steps WHERE NOT operation)'),
  executions: countBy('executions'),
};
database.close();
parentPort?.postMessage(counts);
