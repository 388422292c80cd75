/** Reads the plans of a tenant that were carried out to their end, and answers once. Started by `experience.ts`. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { ExperienceRequest, PastPlan } from './experience.ts';

const { dataDir, tenant, most }: ExperienceRequest = workerData;
const database = new DatabaseSync(join(dataDir, 'journal.db'), { readOnly: true, timeout: 5_000 });
const plans = database
  .prepare(
    `SELECT body FROM executions JOIN definitions USING (hash)
     WHERE executions.namespace = 'plans' AND phase = 'completed' AND tenant = ? AND parent IS NULL
     ORDER BY stream DESC LIMIT ?`,
  )
  .all(tenant, most)
  .map(({ body }): PastPlan => ({ definition: JSON.parse(String(body)) }));
database.close();
parentPort?.postMessage(plans.toReversed());
