import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  type Commit,
  endsExecution,
  type ExecutionEvent,
  type ExecutionView,
  snapshotVersion,
  type TimerChange,
} from '@batonhq/core';
import type { EventRow } from './event-row.ts';
import { detach, type Blob } from './large-values.ts';
import { changes, type GroupRows } from './row-writer.ts';
import { number, toColumn } from './rows.ts';
import { sealStream } from './seal.ts';
import { sealSnapshot } from './snapshot-row.ts';
import type { Stream } from './stream-cache.ts';

/** A commit with its events encoded, ready to get its numbers. */
export interface PreparedCommit {
  readonly commit: Commit;
  readonly rows: readonly EventRow[];
  readonly stream: Stream;
}

/** Gives commits their numbers, those of streams and of positions, and makes rows of them. */
export class CommitEncoder {
  readonly #last: StatementSync;
  /** The last numbers given out. */
  #position = 0;
  #stream = 0;
  #events: SQLInputValue[] = [];
  #others: SQLInputValue[] = [];

  constructor(database: DatabaseSync) {
    this.#last = database.prepare(`SELECT
      max((SELECT coalesce(max(position), 0) FROM events), (SELECT value FROM meta WHERE name = 'position')) AS position,
      (SELECT coalesce(max(stream), 0) FROM streams) AS stream`);
    this.reload();
  }

  /** Position of the last event encoded. */
  get position(): number {
    return this.#position;
  }

  /** Goes on from what the database has: numbers given to a group that was not written are given again. */
  reload(): void {
    const row = this.#last.get() ?? {};
    this.#position = number(row, 'position');
    this.#stream = number(row, 'stream');
  }

  encode(commits: readonly PreparedCommit[]): GroupRows {
    this.#events = [];
    this.#others = [];
    for (const prepared of commits) this.#encode(prepared);
    return { position: this.#position, events: this.#events, others: this.#others };
  }

  #encode({ commit, rows, stream }: PreparedCommit): void {
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
    this.#others.push(changes.stream.code, stream.number, id, tenant, key, sealStream(id, tenant, key));
  }

  #event(stream: Stream, row: EventRow): void {
    for (const blob of row.blobs) this.#blob(stream, blob);
    this.#events.push(
      ++this.#position,
      stream.number,
      row.seq,
      row.kind,
      row.version,
      row.at,
      row.subject,
      row.fact,
      row.body,
      row.large,
      row.crc,
    );
  }

  #blob(stream: Stream, { hash, json }: Blob): void {
    this.#others.push(changes.blob.code, toColumn(stream.tenant), hash, Buffer.byteLength(json), json);
  }

  #timer(stream: Stream, change: TimerChange): void {
    const timer = toColumn(change.timer);
    if (change.kind === 'arm') this.#others.push(changes.arm.code, stream.number, timer, change.due);
    else this.#others.push(changes.disarm.code, stream.number, timer);
  }

  #listens(stream: Stream, types: readonly string[]): void {
    this.#others.push(changes.unlisten.code, stream.number);
    for (const type of types) this.#others.push(changes.listen.code, stream.number, toColumn(type));
  }

  #view(stream: Stream, view: ExecutionView): void {
    const { definition, output } = view;
    const { json, large, blobs } = detach({ output });
    for (const blob of blobs) this.#blob(stream, blob);
    this.#others.push(
      changes.view.code,
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
    this.#others.push(changes.endSnapshot.code, stream.number);
    stream.mayHaveSnapshot = false;
  }

  #snapshot(stream: Stream, state: NonNullable<Commit['snapshot']>): void {
    stream.mayHaveSnapshot = true;
    const { json, large, blobs } = detach(state);
    for (const blob of blobs) this.#blob(stream, blob);
    const crc = sealSnapshot(stream.execution, { seq: state.seq, version: snapshotVersion, state: json, large });
    this.#others.push(changes.snapshot.code, stream.number, state.seq, snapshotVersion, json, large, crc);
  }
}

function originOf(event: ExecutionEvent | undefined) {
  return event?.kind === 'execution.started' ? event.origin : undefined;
}

function nullable(value: string | null | undefined): string | null {
  return value === undefined || value === null ? null : toColumn(value);
}
