import type { DatabaseSync } from 'node:sqlite';
import type { RetentionOptions, RetentionPolicy, RetentionReport } from './retention-policy.ts';
import { number, text } from './rows.ts';
import { Transaction } from './transaction.ts';

/**
 * Finished executions that a policy does not keep. One that another execution still waits for stays, whatever the
 * policy says; open ones are never looked at.
 */
const candidates = `
WITH finished AS (
  SELECT stream, id, ended_at, row_number() OVER (ORDER BY ended_at DESC, stream DESC) AS place
  FROM executions
  WHERE ended_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM executions AS parents WHERE parents.id = executions.parent AND parents.ended_at IS NULL)
)
SELECT stream, id, (SELECT count(*) FROM events WHERE events.stream = finished.stream) AS events
FROM finished
WHERE ended_at < :before OR place > :last
ORDER BY ended_at, stream`;

/** What stays: who wanted what when, and how it ended. No data. */
const remember = `
INSERT INTO dropped_executions
  (stream, id, namespace, name, version, hash, tenant, user, priority, idempotency_key, parent, phase, started_at, ended_at,
   events, dropped_at)
SELECT stream, id, namespace, name, version, hash, tenant, user, priority, idempotency_key, parent, phase, started_at, ended_at,
  :events, :now
FROM executions WHERE stream = :stream`;

/** The highest position is remembered first: what was acknowledged must not seem to be missing. */
const rememberPosition = `
UPDATE meta SET value = max(value, (SELECT coalesce(max(position), 0) FROM events)) WHERE name = 'position'`;

const tables = ['events', 'snapshots', 'timers', 'listens', 'executions'] as const;

/** Values apart that nothing names any more. */
const orphans = `
DELETE FROM blobs WHERE hash NOT IN (
  SELECT json_extract(value, '$[1]') FROM events, json_each(events.large) WHERE events.large IS NOT NULL
  UNION SELECT json_extract(value, '$[1]') FROM executions, json_each(executions.large) WHERE executions.large IS NOT NULL
  UNION SELECT json_extract(value, '$[1]') FROM snapshots, json_each(snapshots.large) WHERE snapshots.large IS NOT NULL)`;

/** Drops finished executions whole, in one transaction: their events go, the facts about them stay. */
export function dropFinished(
  database: DatabaseSync,
  policy: RetentionPolicy,
  { now, dryRun = false }: RetentionOptions,
): RetentionReport {
  const before = policy.keepFor === undefined ? -1 : now - policy.keepFor;
  const last = policy.keepLast ?? Number.MAX_SAFE_INTEGER;
  const found = database.prepare(candidates).all({ before, last });
  if (!dryRun && found.length > 0) {
    const keep = database.prepare(remember);
    const removals = tables.map((table) => database.prepare(`DELETE FROM ${table} WHERE stream = ?`));
    new Transaction(database).run(() => {
      database.exec(rememberPosition);
      for (const row of found) {
        const [stream, events] = [number(row, 'stream'), number(row, 'events')];
        keep.run({ stream, events, now });
        for (const removal of removals) removal.run(stream);
      }
      database.exec(orphans);
    });
  }
  return {
    dropped: found.map((row) => text(row, 'id')),
    events: found.reduce((sum, row) => sum + number(row, 'events'), 0),
  };
}
