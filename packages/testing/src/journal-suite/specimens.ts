import type {
  CatalogEntry,
  Commit,
  ExecutionEvent,
  ExecutionOrigin,
  ExecutionState,
  ExecutionView,
  Json,
  Recorded,
} from '@batonhq/core';

const definition = { namespace: 'samples', name: 'order', version: '1.0.0', hash: 'hash-of-order' };

/** Who starts the executions of the laws. */
export function origin(more: Partial<ExecutionOrigin> = {}): ExecutionOrigin {
  return { tenant: 'local', user: 'local', priority: 5, ...more };
}

/** The commit that starts an execution. */
export function start(execution: string, more: Partial<ExecutionOrigin> = {}, input: Json = { amount: 42 }): Commit {
  return commit(execution, 0, [{ kind: 'execution.started', definition, input, origin: origin(more) }]);
}

/** A commit of these events after event `seq`. */
export function commit(execution: string, seq: number, events: readonly ExecutionEvent[]): Commit {
  return { execution, expectedSeq: seq, events: record(seq, events), timers: [] };
}

/** Numbers and dates events. */
export function record(seq: number, events: readonly ExecutionEvent[]): readonly Recorded[] {
  return events.map((event, index) => ({ seq: seq + index + 1, at: 1_000_000 + seq + index, event }));
}

/** An event that may be repeated in a stream. */
export function note(text: string): ExecutionEvent {
  return { kind: 'execution.resumed', by: text };
}

/** The row of an execution. */
export function row(id: string, more: Partial<ExecutionView> = {}): ExecutionView {
  return {
    id,
    definition,
    tenant: 'local',
    user: 'local',
    priority: 5,
    idempotencyKey: null,
    parent: null,
    phase: 'running',
    substate: null,
    startedAt: 1_000_000,
    endedAt: null,
    output: null,
    fault: null,
    ...more,
  };
}

/** A state after event `seq`, as far as a journal looks into it. */
export function state(id: string, seq: number, value: Json = { amount: 42 }): ExecutionState {
  return {
    id,
    definition,
    origin: origin(),
    seq,
    at: 1_000_000 + seq,
    startedAt: 1_000_000,
    endedAt: null,
    phase: 'running',
    suspension: null,
    input: value,
    transformed: value,
    context: {},
    sequence: { position: 0, turn: 0, left: null, value, child: null },
    inbox: [],
    seen: [],
    timeoutAt: null,
    compensables: [],
    approvals: {},
    closing: {},
    ending: null,
    compensation: null,
    output: null,
    fault: null,
  };
}

/** A published definition. */
export function entry(version: string, hash: string, more: Partial<CatalogEntry> = {}): CatalogEntry {
  return {
    namespace: 'samples',
    name: 'order',
    version,
    hash,
    definition: { do: [{ greet: { set: { hash } } }] },
    ...more,
  };
}
