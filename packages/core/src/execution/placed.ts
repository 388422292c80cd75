import type { ExecutionEvent } from '../event/event.ts';

/** One event with its place in its stream. */
export interface Placed<E = ExecutionEvent> {
  readonly event: E;
  readonly at: number;
  readonly seq: number;
}
