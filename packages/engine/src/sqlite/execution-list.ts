import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { ExecutionFilter, ExecutionView, Phase } from '@batonhq/core';
import { blobText } from './large-values.ts';
import { number, text, toColumn } from './rows.ts';
import { fromViewRow, phaseOf } from './view-row.ts';

/** How many executions are in a phase. */
export type PhaseCount = readonly [phase: Phase, number: number];

interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

const pageLength = 100;

/** Statements of filters that are kept prepared; there are not many more in any program. */
const keptStatements = 64;

/** Lists executions, the one that started last first. */
export class ExecutionList {
  readonly #database: DatabaseSync;
  readonly #one: StatementSync;
  readonly #blob: StatementSync;
  readonly #dropped: StatementSync;
  readonly #pages = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#one = database.prepare('SELECT * FROM executions WHERE id = ?');
    this.#dropped = database.prepare(
      'SELECT *, NULL AS substate, NULL AS output, NULL AS large, NULL AS fault FROM dropped_executions WHERE id = ?',
    );
    this.#blob = database.prepare('SELECT body FROM blobs WHERE tenant = ? AND hash = ?');
  }

  /** The row of an execution; of one that was dropped what is left of it. */
  one(execution: string): ExecutionView | null {
    const row = this.#one.get(toColumn(execution));
    if (row !== undefined) return fromViewRow(row, this.#blobs(text(row, 'tenant')));
    const dropped = this.#dropped.get(toColumn(execution));
    return dropped === undefined ? null : fromViewRow(dropped, (hash) => hash);
  }

  page(filter: ExecutionFilter): readonly ExecutionView[] {
    const conditions = conditionsOf(filter);
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
    const values = conditions.flatMap((condition) => condition.values);
    return this.#prepare(`SELECT * FROM executions ${where} ORDER BY stream DESC LIMIT ?`)
      .all(...values, filter.limit ?? pageLength)
      .map((row) => fromViewRow(row, this.#blobs(text(row, 'tenant'))));
  }

  /** Looks at every row: a tenth of a second for a million. */
  countByPhase(): readonly PhaseCount[] {
    return this.#prepare('SELECT phase, count(*) AS number FROM executions GROUP BY phase')
      .all()
      .map((row) => [phaseOf(text(row, 'phase')), number(row, 'number')]);
  }

  #prepare(sql: string): StatementSync {
    const known = this.#pages.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    if (this.#pages.size < keptStatements) this.#pages.set(sql, statement);
    return statement;
  }

  #blobs(tenant: string): (hash: string) => string {
    return (hash) => blobText(this.#blob.get(toColumn(tenant), hash), hash);
  }
}

function conditionsOf(filter: ExecutionFilter): readonly Condition[] {
  const { phases, namespace, name, version, tenant, parent, since, until, before } = filter;
  return [
    ...(phases === undefined ? [] : [{ sql: `phase IN (${phases.map(() => '?').join()})`, values: phases }]),
    ...equals('namespace', namespace),
    ...equals('name', name),
    ...equals('version', version),
    ...equals('tenant', tenant),
    ...equals('parent', parent),
    ...(since === undefined ? [] : [{ sql: 'started_at >= ?', values: [since] }]),
    ...(until === undefined ? [] : [{ sql: 'started_at < ?', values: [until] }]),
    ...mentions(filter.text),
    ...(before === undefined
      ? []
      : [{ sql: 'stream < (SELECT stream FROM streams WHERE id = ?)', values: [toColumn(before)] }]),
  ];
}

/** What a text is looked for in; the first event of a stream has the input. */
const searched = `id || ' ' || namespace || '/' || name || ':' || version || ' ' || user || ' ' || coalesce(idempotency_key, '')
  || ' ' || coalesce(output, '') || ' ' || coalesce(fault, '')`;
const beginning = 'SELECT body FROM events WHERE events.stream = executions.stream AND seq = 1';

function mentions(text: string | undefined): readonly Condition[] {
  if (text === undefined || text === '') return [];
  const wanted = toColumn(text);
  return [
    {
      sql: `(instr(lower(${searched}), lower(?)) > 0 OR instr(lower((${beginning})), lower(?)) > 0)`,
      values: [wanted, wanted],
    },
  ];
}

function equals(column: string, value: string | undefined): readonly Condition[] {
  return value === undefined ? [] : [{ sql: `${column} = ?`, values: [toColumn(value)] }];
}
