/** Reads what a journal says of missions after a position, and answers once. Started by `read-missions.ts`. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { MissionPage, MissionRequest } from './read-missions.ts';

const { dataDir, after, limit }: MissionRequest = workerData;
const database = new DatabaseSync(join(dataDir, 'journal.db'), { readOnly: true, timeout: 5_000 });

const rows = database
  .prepare(
    `SELECT position, streams.id AS execution, tenant, kind, subject, at, body FROM events JOIN streams USING (stream)
     WHERE position > :after AND (
       (kind = 'step.completed' AND (subject LIKE '%hand-off#%' OR subject LIKE '%choose agent#%'))
       OR (kind IN ('task.started', 'step.claimed') AND body LIKE '%"kind":"function","name":"agent"%')
     ) ORDER BY position LIMIT :limit`,
  )
  .all({ after, limit })
  .map(({ position, execution, tenant, kind, subject, at, body }) => ({
    position: Number(position),
    execution: String(execution),
    tenant: String(tenant),
    kind: String(kind),
    subject: String(subject),
    at: Number(at),
    body: JSON.parse(String(body)),
  }));
const last = Number(database.prepare('SELECT coalesce(max(position), 0) AS last FROM events').get()?.['last'] ?? 0);
database.close();
const page: MissionPage = { rows, upTo: rows.length < limit ? last : (rows.at(-1)?.position ?? last) };
parentPort?.postMessage(page);
