import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { EventWriter } from './event-writer.ts';

/**
 * The rows of a group of commits, as flat lists of plain values: whatever thread has them can write them, and handing
 * them to another one costs little.
 */
export interface GroupRows {
  /** Position of the last event among them. */
  readonly position: number;
  /** Rows of the table `events`, one after the other. */
  readonly events: readonly SQLInputValue[];
  /** The other rows, in order: what is done, from {@link changes}, and its values. */
  readonly others: readonly SQLInputValue[];
}

/** Writes rows of commits. Knows nothing of transactions: whoever calls it has one open. */
export class RowWriter {
  readonly #events: EventWriter;
  readonly #changes: ReadonlyMap<SQLInputValue, { readonly statement: StatementSync; readonly width: number }>;

  constructor(database: DatabaseSync) {
    this.#events = new EventWriter(database);
    this.#changes = new Map(
      Object.values(changes).map(({ code, width, sql }) => [code, { statement: database.prepare(sql), width }]),
    );
  }

  /** All of them; when it throws, nothing of what it wrote may be kept. */
  write({ events, others }: GroupRows): void {
    for (let at = 0; at < others.length;) {
      const change = this.#changes.get(others[at] ?? null);
      if (change === undefined) throw new TypeError(`there is no change like the one at ${at}`);
      const end = at + 1 + change.width;
      change.statement.run(...others.slice(at + 1, end));
      at = end;
    }
    this.#events.write(events);
  }
}

/** What a commit can change beside adding events: a code, the number of its values, and the statement they are for. */
export const changes = {
  stream: {
    code: 1,
    width: 5,
    sql: 'INSERT INTO streams (stream, id, tenant, idempotency_key, crc) VALUES (?, ?, ?, ?, ?)',
  },
  blob: {
    code: 2,
    width: 4,
    sql: 'INSERT INTO blobs (tenant, hash, size, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  },
  arm: {
    code: 3,
    width: 3,
    sql: 'INSERT INTO timers (stream, timer, due) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET due = excluded.due',
  },
  disarm: { code: 4, width: 2, sql: 'DELETE FROM timers WHERE stream = ? AND timer = ?' },
  listen: { code: 5, width: 2, sql: 'INSERT INTO listens (stream, type) VALUES (?, ?) ON CONFLICT DO NOTHING' },
  unlisten: { code: 6, width: 1, sql: 'DELETE FROM listens WHERE stream = ?' },
  view: {
    code: 7,
    width: 18,
    sql: `INSERT INTO executions (stream, id, namespace, name, version, hash, tenant, user, priority,
           idempotency_key, parent, phase, substate, started_at, ended_at, output, large, fault)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (stream) DO UPDATE SET namespace = excluded.namespace, name = excluded.name,
           version = excluded.version, hash = excluded.hash, tenant = excluded.tenant, user = excluded.user,
           priority = excluded.priority, idempotency_key = excluded.idempotency_key, parent = excluded.parent,
           phase = excluded.phase, substate = excluded.substate, started_at = excluded.started_at,
           ended_at = excluded.ended_at, output = excluded.output, large = excluded.large, fault = excluded.fault`,
  },
  snapshot: {
    code: 8,
    width: 6,
    sql: `INSERT INTO snapshots (stream, seq, version, state, large, crc) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET seq = excluded.seq, version = excluded.version, state = excluded.state,
               large = excluded.large, crc = excluded.crc`,
  },
  endSnapshot: { code: 9, width: 1, sql: 'DELETE FROM snapshots WHERE stream = ?' },
} as const;
