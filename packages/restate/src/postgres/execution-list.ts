import type { ExecutionFilter, ExecutionView, Phase } from '@batonhq/core';
import { toColumn, toColumnOrNull } from './column-text.ts';
import type { Database, Statement } from './database.ts';
import { number, text } from './rows.ts';
import { fromViewRow } from './view-row.ts';

const pageLength = 100;

const one: Statement = { name: 'baton-view', text: 'SELECT * FROM executions WHERE id = $1' };

/** A filter that is null filters nothing. */
const page: Statement = {
  name: 'baton-list',
  text: `SELECT * FROM executions
    WHERE ($1::text[] IS NULL OR phase = ANY($1)) AND ($2::text IS NULL OR namespace = $2)
      AND ($3::text IS NULL OR name = $3) AND ($4::text IS NULL OR tenant = $4) AND ($5::text IS NULL OR parent = $5)
      AND ($6::text IS NULL OR version = $6)
      AND ($7::text IS NULL OR stream < (SELECT stream FROM streams WHERE id = $7))
      AND ($8::bigint IS NULL OR started_at >= $8) AND ($9::bigint IS NULL OR started_at < $9)
      AND ($10::text IS NULL OR position(lower($10 COLLATE "C") IN lower(concat(id, ' ', namespace, '/', name, ':', version, ' ', "user", ' ',
        idempotency_key, ' ', output, ' ', fault) COLLATE "C")) > 0
        OR position(lower($10 COLLATE "C") IN lower(
          (SELECT body::text FROM events WHERE events.stream = executions.stream AND seq = 1) COLLATE "C")) > 0)
    ORDER BY stream DESC LIMIT $11`,
};

const count: Statement = {
  name: 'baton-count-by-phase',
  text: 'SELECT phase, count(*)::integer AS number FROM executions GROUP BY phase',
};

/** How many executions are in which phase. */
export async function countExecutionsByPhase(database: Database): Promise<Readonly<Partial<Record<Phase, number>>>> {
  const rows = await database.read(count, []);
  return Object.fromEntries(rows.map((row) => [text(row, 'phase'), number(row, 'number')]));
}

/** The row of an execution. */
export async function viewOfExecution(database: Database, execution: string): Promise<ExecutionView | null> {
  const [row] = await database.read(one, [toColumn(execution)]);
  return row === undefined ? null : fromViewRow(row);
}

/** Rows of executions, the one that started last first. */
export async function listExecutions(database: Database, filter: ExecutionFilter): Promise<readonly ExecutionView[]> {
  const { phases, namespace, name, tenant, parent, version, before, since, until, limit = pageLength } = filter;
  const names = [namespace, name, tenant, parent, version, before].map(toColumnOrNull);
  const wanted = filter.text === undefined || filter.text === '' ? null : toColumn(filter.text);
  const rows = await database.read(page, [phases ?? null, ...names, since ?? null, until ?? null, wanted, limit]);
  return rows.map(fromViewRow);
}
