/** Reads a journal for its metrics, and answers once. Started by `system-metrics.ts`. */
import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Counts, CountRequest } from './health/counts.ts';
import { StoryReader, type StoryRow } from './health/journal-story.ts';

const { dataDir, now, since }: CountRequest = workerData;
const database = new DatabaseSync(join(dataDir, 'journal.db'), { readOnly: true, timeout: 5_000 });

/** Events that are looked at to tell what happened lately: half a second's reading. */
const most = 200_000;

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

function story(): Counts['story'] {
  const name = database.prepare(
    `SELECT namespace || '/' || name AS name FROM executions WHERE stream = :stream
     UNION ALL SELECT namespace || '/' || name FROM dropped_executions WHERE stream = :stream`,
  );
  const names = new Map<number, string>();
  const reader = new StoryReader((stream) => {
    const known = names.get(stream) ?? String(name.get({ stream })?.['name'] ?? 'unknown');
    names.set(stream, known);
    return known;
  });
  for (const row of lately()) reader.read(row);
  return reader.story();
}

function* lately(): Generator<StoryRow> {
  const rows = database
    .prepare(
      `SELECT stream, at, kind, subject, body ->> '$.effect.kind' AS effect, body ->> '$.effect.name' AS name,
         body ->> '$.gate' AS gate, body ->> '$.attempt' AS attempt
       FROM events WHERE position > (SELECT max(position) FROM events) - ? AND at >= ? AND subject <> ''
       ORDER BY position`,
    )
    .iterate(most, since);
  for (const { stream, at, kind, subject, effect, name, gate, attempt } of rows)
    yield {
      stream: Number(stream),
      at: Number(at),
      kind: String(kind),
      subject: String(subject),
      effect: textOf(effect),
      name: textOf(name),
      gate: textOf(gate),
      attempt: attempt === null ? null : Number(attempt),
    };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Milliseconds since the instant that a query answers with; 0 when it answers with none. */
function ageOf(query: string): number {
  const [oldest] = Object.values(database.prepare(query).get({ now }) ?? {});
  return typeof oldest === 'number' ? Math.max(0, now - oldest) : 0;
}

function freeBytes(): number | null {
  const { bavail, bsize } = statfsSync(dataDir);
  return bsize > 0 ? bavail * bsize : null;
}

const counts: Counts = {
  costs: costs(),
  tasks: countBy('(SELECT phase FROM execution_steps WHERE NOT operation)'),
  executions: countBy('executions'),
  story: story(),
  overdue: ageOf(
    "SELECT due FROM timers JOIN executions USING (stream) WHERE due < :now AND phase <> 'suspended' ORDER BY due LIMIT 1",
  ),
  openApprovals: ageOf('SELECT min(requested_at) FROM pending_approvals WHERE expires_at > :now'),
  freeBytes: freeBytes(),
};
database.close();
parentPort?.postMessage(counts);
