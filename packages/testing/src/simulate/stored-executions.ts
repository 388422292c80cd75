import type { ExecutionState, Recorded } from '@batonhq/core';
import type { StoredExecution } from '@batonhq/engine';
import type { DurableState } from '../memory-journal/durable-state.ts';
import type { StoredStream } from '../memory-journal/stored-stream.ts';

/** Everything on a simulated disk, as the checks of invariants want it. */
export function storedExecutions(durable: DurableState): readonly StoredExecution[] {
  const rows = [...durable.streams.values()].map((stream) => stream.readView());
  return [...durable.streams.values()].map((stream) => storedExecution(stream, rows));
}

function storedExecution(stream: StoredStream, rows: readonly StoredExecution['row'][]): StoredExecution {
  const { execution, timers, listens, snapshot } = stream;
  const state: ExecutionState | null = JSON.parse(snapshot ?? 'null');
  return {
    id: execution,
    events: stream.examine(),
    row: stream.readView(),
    timers: [...timers].map(([timer, due]) => ({ timer, due })),
    listens,
    snapshot: state,
    children: rows.flatMap((row) => (row?.parent === execution ? [{ id: row.id, phase: row.phase }] : [])),
  };
}

/** The durable events of one execution; none when it is not there. */
export function eventsOf(durable: DurableState, execution: string): readonly Recorded[] {
  return durable.streams.get(execution)?.examine() ?? [];
}
