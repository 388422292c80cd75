import {
  encodeEvent,
  endsExecution,
  InvariantError,
  snapshotVersion,
  type Commit,
  type ExecutionView,
  type TimerChange,
} from '@batonhq/core';
import { toColumn, toColumnOrNull } from './column-text.ts';
import { slotsPerTransaction } from './schema.ts';

type Columns = Readonly<Record<string, string | number | boolean | null>>;

/** The rows of one commit, by table, ready to be sent. Made at once: what the writer does to its objects later does not matter. */
export interface PreparedCommit {
  readonly execution: string;
  readonly expectedSeq: number;
  /** Number of events. */
  readonly length: number;
  /** What tells this commit from any other that wants the same place. */
  readonly id: string;
  readonly stream: Columns;
  readonly events: readonly Columns[];
  readonly timers: readonly Columns[];
  readonly listens: readonly Columns[];
  readonly views: readonly Columns[];
  readonly snapshots: readonly Columns[];
}

/**
 * Turns a commit into rows.
 *
 * @throws {InvariantError} when its events do not follow one another, are more than one transaction can number, or hold
 * something that is not JSON.
 */
export function prepare(commit: Commit, id: string): PreparedCommit {
  try {
    return rowsOf(commit, id);
  } catch (cause) {
    if (cause instanceof InvariantError) throw cause;
    throw new InvariantError(`a commit of execution ${commit.execution} cannot be written as JSON`, { cause });
  }
}

function rowsOf(commit: Commit, id: string): PreparedCommit {
  const { execution, expectedSeq, events, view, listens, snapshot } = commit;
  if (events.length >= slotsPerTransaction) throw new InvariantError(`a commit of ${events.length} events is too long`);
  return {
    execution,
    expectedSeq,
    length: events.length,
    id,
    stream: streamRow(commit),
    events: eventRows(commit, id),
    timers: timerRows(commit.timers),
    listens: [...new Set(listens)].map((type) => ({ type: toColumn(type) })),
    views: view === undefined ? [] : [viewRow(view)],
    snapshots:
      snapshot === undefined ? [] : [{ seq: snapshot.seq, version: snapshotVersion, state: JSON.stringify(snapshot) }],
  };
}

/** The parameters of `writeGroup` for these commits. */
export function parametersOf(group: readonly PreparedCommit[]): readonly string[] {
  let place = 0;
  const rows = (table: (commit: PreparedCommit) => readonly Columns[]): string =>
    JSON.stringify(group.flatMap((commit, n) => table(commit).map((row) => ({ n, ...row }))));
  return [
    rows(({ stream }) => [stream]),
    rows(({ events }) => events.map((row) => ({ ...row, place: place++ }))),
    rows(({ timers }) => timers),
    rows(({ listens }) => listens),
    rows(({ views }) => views),
    rows(({ snapshots }) => snapshots),
  ];
}

function streamRow({ execution, expectedSeq, events, listens }: Commit): Columns {
  const first = events[0]?.event;
  const last = events.at(-1)?.event;
  const origin = first?.kind === 'execution.started' ? first.origin : undefined;
  return {
    id: toColumn(execution),
    expected: expectedSeq,
    next: expectedSeq + events.length,
    tenant: toColumn(origin?.tenant ?? ''),
    key: toColumnOrNull(origin?.idempotencyKey),
    ends: last !== undefined && endsExecution(last),
    listens: listens !== undefined,
  };
}

function eventRows({ execution, expectedSeq, events }: Commit, id: string): readonly Columns[] {
  return events.map(({ seq, at, event }, index) => {
    if (seq !== expectedSeq + index + 1) {
      throw new InvariantError(`event ${seq} of execution ${execution} does not follow the one before it`);
    }
    const { kind, version, subject, fact, fields } = encodeEvent(event);
    return { seq, kind, version, at, subject: toColumn(subject), fact, body: JSON.stringify(fields), commit_id: id };
  });
}

/** The last change to each timer; one without `due` disarms it. */
function timerRows(changes: readonly TimerChange[]): readonly Columns[] {
  const last = new Map<string, number | null>();
  for (const change of changes) last.set(change.timer, change.kind === 'arm' ? change.due : null);
  return [...last].map(([timer, due]) => ({ timer: toColumn(timer), due }));
}

function viewRow(view: ExecutionView): Columns {
  const { definition, output, fault } = view;
  return {
    id: toColumn(view.id),
    namespace: toColumn(definition.namespace),
    name: toColumn(definition.name),
    version: toColumn(definition.version),
    hash: toColumn(definition.hash),
    tenant: toColumn(view.tenant),
    user: toColumn(view.user),
    priority: view.priority,
    key: toColumnOrNull(view.idempotencyKey),
    parent: toColumnOrNull(view.parent),
    phase: view.phase,
    substate: view.substate,
    started_at: view.startedAt,
    ended_at: view.endedAt,
    output: JSON.stringify(output),
    fault: fault === null ? null : JSON.stringify(fault),
  };
}
