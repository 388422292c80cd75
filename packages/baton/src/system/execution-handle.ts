import type { Recorded } from '@batonhq/core';
import type { ExecutionResult } from '@batonhq/engine';

/** An execution that was submitted. */
export interface ExecutionHandle {
  readonly id: string;
  /** Fulfils when the execution has ended, also across restarts. A fault is a result: it does not reject. */
  result(): Promise<ExecutionResult>;
  /** All events so far, then live ones, until the execution has ended. */
  events(after?: { readonly seq?: number; readonly signal?: AbortSignal }): AsyncIterable<Recorded>;
}
