import type { ExecutionEvent, Recorded } from '@batonhq/core';
import type { DurableState } from '../memory-journal/durable-state.ts';

/** The events of all executions, in the order in which they became durable. */
export function* inDurableOrder(
  durable: DurableState,
): Generator<{ readonly execution: string; readonly event: ExecutionEvent }, void> {
  const streams = new Map<string, readonly Recorded[]>();
  for (const { stream, index } of durable.log) {
    const events = streams.get(stream.execution) ?? stream.examine();
    streams.set(stream.execution, events);
    const event = events[index]?.event;
    if (event !== undefined) yield { execution: stream.execution, event };
  }
}

/** True for a task, or an operation, itself and for what is inside of it. */
export function isWithin(inner: string, outer: string): boolean {
  return inner === outer || (inner.startsWith(outer) && '/|[:'.includes(inner.charAt(outer.length)));
}
