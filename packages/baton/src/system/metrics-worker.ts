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

/** What was paid, by the tenants' streams of spending. */
function costs(): Counts['costs'] {
  const sum = (measure: string): string => `coalesce(sum(json_extract(body, '$.spent.${measure}')), 0) AS ${measure}`;
  return database
    .prepare(
      `SELECT coalesce(json_extract(state, '$.currency'), '') AS currency, ${sum('money')}, ${sum('tokens')}, ${sum('calls')}
       FROM facts LEFT JOIN standing USING (stream) WHERE kind = 'budget.settled' GROUP BY 1`,
    )
    .all()
    .map(({ currency, money, tokens, calls }) => ({
      currency: String(currency),
      money: Number(money),
      tokens: Number(tokens),
      calls: Number(calls),
    }));
}

const counts: Counts = {
  costs: costs(),
  tasks: countBy('(SELECT phase FROM execution_steps WHERE NOT operation)'),
  executions: countBy('executions'),
};
database.close();
parentPort?.postMessage(counts);
