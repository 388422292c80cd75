import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { ExecutionFilter, ExecutionView } from '@batonhq/core';
import { blobText } from './large-values.ts';
import { text, toColumn } from './rows.ts';
import { fromViewRow } from './view-row.ts';

interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

const pageLength = 100;

/** Lists executions, the one that started last first. */
export class ExecutionList {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  one(execution: string): ExecutionView | null {
    const row = this.#database.prepare('SELECT * FROM executions WHERE id = ?').get(toColumn(execution));
    return row === undefined ? null : fromViewRow(row, this.#blobs(text(row, 'tenant')));
  }

  page(filter: ExecutionFilter): readonly ExecutionView[] {
    const conditions = conditionsOf(filter);
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
    const values = conditions.flatMap((condition) => condition.values);
    return this.#database
      .prepare(`SELECT * FROM executions ${where} ORDER BY stream DESC LIMIT ?`)
      .all(...values, filter.limit ?? pageLength)
      .map((row) => fromViewRow(row, this.#blobs(text(row, 'tenant'))));
  }

  #blobs(tenant: string): (hash: string) => string {
    return (hash) => {
      const row = this.#database
        .prepare('SELECT body FROM blobs WHERE tenant = ? AND hash = ?')
        .get(toColumn(tenant), hash);
      return blobText(row, hash);
    };
  }
}

function conditionsOf(filter: ExecutionFilter): readonly Condition[] {
  const { phases, namespace, name, tenant, parent, before } = filter;
  return [
    ...(phases === undefined ? [] : [{ sql: `phase IN (${phases.map(() => '?').join()})`, values: phases }]),
    ...equals('namespace', namespace),
    ...equals('name', name),
    ...equals('tenant', tenant),
    ...equals('parent', parent),
    ...(before === undefined
      ? []
      : [{ sql: 'stream < (SELECT stream FROM streams WHERE id = ?)', values: [toColumn(before)] }]),
  ];
}

function equals(column: string, value: string | undefined): readonly Condition[] {
  return value === undefined ? [] : [{ sql: `${column} = ?`, values: [toColumn(value)] }];
}
