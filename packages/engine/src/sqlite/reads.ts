import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DueTimer, Loaded, Positioned, Recorded } from '@batonhq/core';
import { Dropped } from './dropped.ts';
import { fromEventRow } from './event-row.ts';
import { number, numberOrNull, text, toColumn, type Row } from './rows.ts';
import { blobText } from './large-values.ts';
import { sealStream } from './seal.ts';
import { fromSnapshotRow } from './snapshot-row.ts';
import { SqliteDamagedError } from './sqlite-damaged-error.ts';

/** As many rows as there are. */
const all = -1;

/** Reads streams and what is folded from them for the engine. */
export class Reads {
  readonly #select: Selects;
  readonly #dropped: Dropped;

  constructor(database: DatabaseSync) {
    this.#select = prepareSelects(database);
    this.#dropped = new Dropped(database);
  }

  load(execution: string): Loaded | null {
    const stream = this.#stream(execution);
    if (stream === null) return null;
    const row = this.#select.snapshot.get(number(stream, 'stream'));
    const snapshot = row === undefined ? null : fromSnapshotRow(row, execution, this.#blobs(stream));
    const events = this.#events(stream, execution, { seq: snapshot?.seq ?? 0 });
    if (events.length === 0 && snapshot === null) this.#dropped.refuse(execution);
    return { snapshot, events };
  }

  read(execution: string, after: { readonly seq: number; readonly limit?: number }): readonly Recorded[] {
    const stream = this.#stream(execution);
    if (stream === null) return [];
    const events = this.#events(stream, execution, after);
    if (events.length === 0) this.#dropped.refuse(execution);
    return events;
  }

  readAll({ position, limit = all }: { readonly position: number; readonly limit?: number }): readonly Positioned[] {
    return this.#select.allEvents.all(position, limit).map((row) => {
      const execution = text(row, 'id');
      const recorded = fromEventRow(row, execution, this.#blobs(row));
      return { position: number(row, 'position'), execution, recorded };
    });
  }

  /** Number of the last event of an execution; 0 when there is none. */
  lengthOf(execution: string): number {
    const row = this.#select.length.get(toColumn(execution));
    return row === undefined ? 0 : (numberOrNull(row, 'seq') ?? 0);
  }

  /** The last position of all. */
  lastPosition(): number {
    const row = this.#select.last.get();
    return row === undefined ? 0 : (numberOrNull(row, 'position') ?? 0);
  }

  /** How many executions there are, those counted that have been dropped since. */
  executions(): number {
    const row = this.#select.executions.get();
    return row === undefined ? 0 : (numberOrNull(row, 'stream') ?? 0);
  }

  unfinished(): readonly string[] {
    return this.#select.unfinished.all().map((row) => text(row, 'id'));
  }

  dueTimers(until: number, limit: number): readonly DueTimer[] {
    return this.#select.due
      .all(until, limit)
      .map((row) => ({ execution: text(row, 'id'), timer: text(row, 'timer'), due: number(row, 'due') }));
  }

  nextTimer(): number | null {
    const row = this.#select.next.get();
    return row === undefined ? null : numberOrNull(row, 'due');
  }

  listeners(type: string): readonly string[] {
    return this.#select.listeners.all(toColumn(type)).map((row) => text(row, 'id'));
  }

  byIdempotencyKey(tenant: string, key: string): string | null {
    const row = this.#select.byKey.get(toColumn(tenant), toColumn(key));
    return row === undefined ? null : text(row, 'id');
  }

  #stream(execution: string): Row | null {
    const row = this.#select.stream.get(toColumn(execution));
    if (row === undefined) return null;
    const [tenant, key] = [String(row['tenant']), row['idempotency_key']];
    if (sealStream(toColumn(execution), tenant, key === null ? null : String(key)) === number(row, 'crc')) return row;
    throw new SqliteDamagedError(`the stream of execution ${execution} is not what was written`);
  }

  #events(stream: Row, execution: string, after: { readonly seq: number; readonly limit?: number }): Recorded[] {
    const blob = this.#blobs(stream);
    return this.#select.events
      .all(number(stream, 'stream'), after.seq, after.limit ?? all)
      .map((row) => fromEventRow(row, execution, blob));
  }

  /** Fetches blobs of the tenant that a row names. */
  #blobs(row: Row): (hash: string) => string {
    return (hash) => blobText(this.#select.blob.get(row['tenant'] ?? null, hash), hash);
  }
}

type Selects = Readonly<Record<keyof typeof sql, StatementSync>>;

function prepareSelects(database: DatabaseSync): Selects {
  const prepare = (name: keyof typeof sql): StatementSync => database.prepare(sql[name]);
  return {
    stream: prepare('stream'),
    snapshot: prepare('snapshot'),
    events: prepare('events'),
    allEvents: prepare('allEvents'),
    length: prepare('length'),
    last: prepare('last'),
    executions: prepare('executions'),
    blob: prepare('blob'),
    unfinished: prepare('unfinished'),
    due: prepare('due'),
    next: prepare('next'),
    listeners: prepare('listeners'),
    byKey: prepare('byKey'),
  };
}

const columns = 'seq, kind, version, at, subject, body, large, events.crc';

const sql = {
  stream: 'SELECT stream, tenant, idempotency_key, crc FROM streams WHERE id = ?',
  snapshot: 'SELECT seq, version, state, large, crc FROM snapshots WHERE stream = ?',
  events: `SELECT ${columns} FROM events WHERE stream = ? AND seq > ? ORDER BY seq LIMIT ?`,
  allEvents: `SELECT position, id, tenant, ${columns} FROM events JOIN streams USING (stream)
              WHERE position > ? ORDER BY position LIMIT ?`,
  length: 'SELECT max(seq) AS seq FROM events WHERE stream = (SELECT stream FROM streams WHERE id = ?)',
  last: 'SELECT max(position) AS position FROM events',
  executions: 'SELECT max(stream) AS stream FROM streams',
  blob: 'SELECT body FROM blobs WHERE tenant = ? AND hash = ?',
  unfinished: `SELECT id FROM executions WHERE phase IN ('pending', 'running', 'suspended') ORDER BY stream`,
  due: `SELECT id, timer, due FROM timers JOIN streams USING (stream) WHERE due <= ? ORDER BY due, stream, timer LIMIT ?`,
  next: 'SELECT min(due) AS due FROM timers',
  listeners: `SELECT id FROM streams WHERE stream IN (SELECT stream FROM listens WHERE type IN (?, '*')) ORDER BY stream`,
  byKey: 'SELECT id FROM streams WHERE tenant = ? AND idempotency_key = ?',
} as const;
