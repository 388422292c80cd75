import {
  snapshotVersion,
  type DueTimer,
  type ExecutionState,
  type Loaded,
  type Positioned,
  type Recorded,
} from '@batonhq/core';
import { toColumn } from './column-text.ts';
import type { Database, Statement } from './database.ts';
import { eventColumns, fromEventRow } from './event-row.ts';
import { jsonObject, number, numberOrNull, text, type Row } from './rows.ts';
import { slotsPerTransaction } from './schema.ts';

/** Reads streams and what is folded from them. */
export class Reads {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The snapshot is read first: events after it are never taken back, so the two fit whatever is written in between. */
  async load(execution: string): Promise<Loaded | null> {
    const [row] = await this.#read('snapshot', [toColumn(execution)]);
    if (row === undefined) return null;
    const snapshot = row['version'] === snapshotVersion ? stateOf(row) : null;
    return { snapshot, events: await this.read(execution, { seq: snapshot?.seq ?? 0 }) };
  }

  async read(
    execution: string,
    { seq, limit }: { readonly seq: number; readonly limit?: number },
  ): Promise<readonly Recorded[]> {
    const rows = await this.#read('events', [toColumn(execution), seq, limit ?? null]);
    return rows.map(fromEventRow);
  }

  /** The events of one execution after `seq` that one commit recorded. */
  async recordedBy(
    execution: string,
    { seq, id }: { readonly seq: number; readonly id: string },
  ): Promise<readonly Recorded[]> {
    const rows = await this.#read('recordedBy', [toColumn(execution), seq, id]);
    return rows.map(fromEventRow);
  }

  async readAll({
    position,
    limit,
  }: {
    readonly position: number;
    readonly limit?: number;
  }): Promise<readonly Positioned[]> {
    const rows = await this.#read('allEvents', [position, limit ?? null]);
    return rows.map((row) => ({
      position: number(row, 'position'),
      execution: text(row, 'id'),
      recorded: fromEventRow(row),
    }));
  }

  async unfinished(): Promise<readonly string[]> {
    return (await this.#read('unfinished', [])).map((row) => text(row, 'id'));
  }

  async dueTimers(until: number, limit: number): Promise<readonly DueTimer[]> {
    const rows = await this.#read('dueTimers', [until, limit]);
    return rows.map((row) => ({ execution: text(row, 'id'), timer: text(row, 'timer'), due: number(row, 'due') }));
  }

  async nextTimer(): Promise<number | null> {
    const [row] = await this.#read('nextTimer', []);
    return row === undefined ? null : numberOrNull(row, 'due');
  }

  async listeners(type: string): Promise<readonly string[]> {
    return (await this.#read('listeners', [toColumn(type)])).map((row) => text(row, 'id'));
  }

  async byIdempotencyKey(tenant: string, key: string): Promise<string | null> {
    const [row] = await this.#read('byKey', [toColumn(tenant), toColumn(key)]);
    return row === undefined ? null : text(row, 'id');
  }

  #read(name: keyof typeof statements, values: readonly unknown[]): Promise<readonly Row[]> {
    return this.#database.read(statements[name], values);
  }
}

/** Trusted: the version says that this release wrote it. */
function stateOf(row: Row): ExecutionState {
  return jsonObject(row, 'state') as unknown as ExecutionState;
}

function statement(name: string, text: string): Statement {
  return { name: `baton-${name}`, text };
}

const ofStream = 'stream = (SELECT stream FROM streams WHERE id = $1)';

/**
 * Positions grow with the numbers of the transactions that wrote them, and transactions end in another order than they
 * begin: so the feed of all events ends before the oldest one that is still open. What is behind that line is complete.
 */
const statements = {
  snapshot: statement(
    'snapshot',
    'SELECT version, state FROM streams LEFT JOIN snapshots USING (stream) WHERE streams.id = $1',
  ),
  events: statement(
    'events',
    `SELECT ${eventColumns} FROM events WHERE ${ofStream} AND seq > $2 ORDER BY seq LIMIT $3`,
  ),
  recordedBy: statement(
    'recorded-by',
    `SELECT ${eventColumns} FROM events WHERE ${ofStream} AND seq > $2 AND commit_id = $3 ORDER BY seq`,
  ),
  allEvents: statement(
    'all-events',
    `SELECT position, id, events.${eventColumns} FROM events JOIN streams USING (stream) WHERE position > $1
     AND position < pg_snapshot_xmin(pg_current_snapshot())::text::bigint * ${slotsPerTransaction}
     ORDER BY position LIMIT $2`,
  ),
  unfinished: statement(
    'unfinished',
    `SELECT id FROM executions WHERE phase IN ('pending', 'running', 'suspended') ORDER BY stream`,
  ),
  dueTimers: statement(
    'due-timers',
    'SELECT id, timer, due FROM timers JOIN streams USING (stream) WHERE due <= $1 ORDER BY due, stream, timer LIMIT $2',
  ),
  nextTimer: statement('next-timer', 'SELECT min(due) AS due FROM timers'),
  listeners: statement(
    'listeners',
    `SELECT id FROM streams WHERE stream IN (SELECT stream FROM listens WHERE type IN ($1, '*')) ORDER BY stream`,
  ),
  byKey: statement('by-key', 'SELECT id FROM streams WHERE tenant = $1 AND idempotency_key = $2'),
} as const;
