import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  type Commit,
  endsExecution,
  type ExecutionEvent,
  type ExecutionView,
  snapshotVersion,
  type TimerChange,
} from '@batonhq/core';
import type { EventRow } from './event-row.ts';
import { EventWriter } from './event-writer.ts';
import { detach, type Blob } from './large-values.ts';
import { number, toColumn } from './rows.ts';
import { sealStream } from './seal.ts';
import { sealSnapshot } from './snapshot-row.ts';
import type { Stream } from './stream-cache.ts';

/** A commit with its events encoded, ready to be written. */
export interface PreparedCommit {
  readonly commit: Commit;
  readonly rows: readonly EventRow[];
  readonly stream: Stream;
}

/** Writes the rows of commits. Knows nothing of transactions: whoever calls it has one open. */
export class CommitWriter {
  readonly #insert: Inserts;
  readonly #events: EventWriter;
  readonly #last: StatementSync;
  /** The last numbers given out. */
  #position = 0;
  #stream = 0;

  constructor(database: DatabaseSync) {
    this.#insert = prepareInserts(database);
    this.#events = new EventWriter(database);
    this.#last = database.prepare(`SELECT
      max((SELECT coalesce(max(position), 0) FROM events), (SELECT value FROM meta WHERE name = 'position')) AS position,
      (SELECT coalesce(max(stream), 0) FROM streams) AS stream`);
    this.reload();
  }

  /** Position of the last event written. */
  get position(): number {
    return this.#position;
  }

  /** Goes on from what the database has. */
  reload(): void {
    this.#events.discard();
    const row = this.#last.get() ?? {};
    this.#position = number(row, 'position');
    this.#stream = number(row, 'stream');
  }

  /** All of them; when it throws, nothing of what it wrote may be kept, and {@link reload} comes next. */
  write(commits: readonly PreparedCommit[]): void {
    for (const prepared of commits) this.#write(prepared);
    this.#events.flush();
  }

  #write({ commit, rows, stream }: PreparedCommit): void {
    if (stream.number === 0) this.#open(stream, commit);
    for (const row of rows) this.#event(stream, row);
    for (const change of commit.timers) this.#timer(stream, change);
    if (commit.listens !== undefined) this.#listens(stream, commit.listens);
    if (commit.view !== undefined) this.#view(stream, commit.view);
    if (commit.snapshot !== undefined) this.#snapshot(stream, commit.snapshot);
    if (stream.mayHaveSnapshot) this.#endSnapshot(stream, commit);
  }

  #open(stream: Stream, commit: Commit): void {
    const origin = originOf(commit.events[0]?.event);
    stream.number = ++this.#stream;
    stream.tenant = origin?.tenant ?? '';
    stream.mayHaveSnapshot = false;
    const [id, tenant, key] = [toColumn(stream.execution), toColumn(stream.tenant), nullable(origin?.idempotencyKey)];
    this.#insert.stream.run(stream.number, id, tenant, key, sealStream(id, tenant, key));
  }

  #event(stream: Stream, row: EventRow): void {
    for (const blob of row.blobs) this.#blob(stream, blob);
    this.#events.add({ position: ++this.#position, stream: stream.number }, row);
  }

  #blob(stream: Stream, { hash, json }: Blob): void {
    this.#insert.blob.run(toColumn(stream.tenant), hash, Buffer.byteLength(json), json);
  }

  #timer(stream: Stream, change: TimerChange): void {
    if (change.kind === 'arm') this.#insert.arm.run(stream.number, toColumn(change.timer), change.due);
    else this.#insert.disarm.run(stream.number, toColumn(change.timer));
  }

  #listens(stream: Stream, types: readonly string[]): void {
    this.#insert.unlisten.run(stream.number);
    for (const type of types) this.#insert.listen.run(stream.number, toColumn(type));
  }

  #view(stream: Stream, view: ExecutionView): void {
    const { definition, output } = view;
    const { json, large, blobs } = detach({ output });
    for (const blob of blobs) this.#blob(stream, blob);
    this.#insert.view.run(
      stream.number,
      toColumn(view.id),
      toColumn(definition.namespace),
      toColumn(definition.name),
      toColumn(definition.version),
      toColumn(definition.hash),
      toColumn(view.tenant),
      toColumn(view.user),
      view.priority,
      nullable(view.idempotencyKey),
      nullable(view.parent),
      view.phase,
      view.substate,
      view.startedAt,
      view.endedAt,
      large === null ? json.slice('{"output":'.length, -1) : null,
      large,
      view.fault === null ? null : JSON.stringify(view.fault),
    );
  }

  /** Nobody goes on from an execution that has ended. */
  #endSnapshot(stream: Stream, { events }: Commit): void {
    const last = events.at(-1);
    if (last === undefined || !endsExecution(last.event)) return;
    this.#insert.endSnapshot.run(stream.number);
    stream.mayHaveSnapshot = false;
  }

  #snapshot(stream: Stream, state: NonNullable<Commit['snapshot']>): void {
    stream.mayHaveSnapshot = true;
    const { json, large, blobs } = detach(state);
    for (const blob of blobs) this.#blob(stream, blob);
    const crc = sealSnapshot(stream.execution, { seq: state.seq, version: snapshotVersion, state: json, large });
    this.#insert.snapshot.run(stream.number, state.seq, snapshotVersion, json, large, crc);
  }
}

function originOf(event: ExecutionEvent | undefined) {
  return event?.kind === 'execution.started' ? event.origin : undefined;
}

function nullable(value: string | null | undefined): string | null {
  return value === undefined || value === null ? null : toColumn(value);
}

type Inserts = Readonly<Record<keyof typeof sql, StatementSync>>;

function prepareInserts(database: DatabaseSync): Inserts {
  const prepare = (name: keyof typeof sql): StatementSync => database.prepare(sql[name]);
  return {
    stream: prepare('stream'),
    blob: prepare('blob'),
    arm: prepare('arm'),
    disarm: prepare('disarm'),
    listen: prepare('listen'),
    unlisten: prepare('unlisten'),
    view: prepare('view'),
    snapshot: prepare('snapshot'),
    endSnapshot: prepare('endSnapshot'),
  };
}

const sql = {
  stream: 'INSERT INTO streams (stream, id, tenant, idempotency_key, crc) VALUES (?, ?, ?, ?, ?)',
  blob: 'INSERT INTO blobs (tenant, hash, size, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  arm: 'INSERT INTO timers (stream, timer, due) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET due = excluded.due',
  disarm: 'DELETE FROM timers WHERE stream = ? AND timer = ?',
  listen: 'INSERT INTO listens (stream, type) VALUES (?, ?) ON CONFLICT DO NOTHING',
  unlisten: 'DELETE FROM listens WHERE stream = ?',
  view: `INSERT INTO executions (stream, id, namespace, name, version, hash, tenant, user, priority,
           idempotency_key, parent, phase, substate, started_at, ended_at, output, large, fault)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (stream) DO UPDATE SET namespace = excluded.namespace, name = excluded.name,
           version = excluded.version, hash = excluded.hash, tenant = excluded.tenant, user = excluded.user,
           priority = excluded.priority, idempotency_key = excluded.idempotency_key, parent = excluded.parent,
           phase = excluded.phase, substate = excluded.substate, started_at = excluded.started_at,
           ended_at = excluded.ended_at, output = excluded.output, large = excluded.large, fault = excluded.fault`,
  snapshot: `INSERT INTO snapshots (stream, seq, version, state, large, crc) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET seq = excluded.seq, version = excluded.version, state = excluded.state,
               large = excluded.large, crc = excluded.crc`,
  endSnapshot: 'DELETE FROM snapshots WHERE stream = ?',
} as const;
