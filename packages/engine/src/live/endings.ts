import type { ExecutionState, ExecutionView } from '@batonhq/core';
import type { ExecutionResult } from '../engine.ts';

/** Somebody who waits for the end of an execution. */
export interface EndWaiter {
  readonly result: Promise<ExecutionResult>;
  /** It is not needed any more. */
  leave(): void;
}

/** How an execution ended; null while it has not. */
export function resultOf({
  phase,
  output,
  fault,
}: Pick<ExecutionView | ExecutionState, 'phase' | 'output' | 'fault'>): ExecutionResult | null {
  if (phase === 'completed') return { phase, output };
  if (phase === 'faulted' && fault !== null) return { phase, fault };
  return phase === 'cancelled' ? { phase } : null;
}

/** Those who wait for executions to end. They cost memory for themselves, not for the execution. */
export class Endings {
  readonly #waiting = new Map<string, Set<PromiseWithResolvers<ExecutionResult>>>();

  wait(execution: string): EndWaiter {
    const waiter = Promise.withResolvers<ExecutionResult>();
    const waiters = this.#waiting.get(execution) ?? new Set();
    this.#waiting.set(execution, waiters.add(waiter));
    const leave = (): void => {
      waiters.delete(waiter);
      if (waiters.size === 0 && this.#waiting.get(execution) === waiters) this.#waiting.delete(execution);
    };
    return { result: waiter.promise, leave };
  }

  /** The end of an execution is durable. */
  ended(execution: string, result: ExecutionResult): void {
    const waiters = this.#waiting.get(execution);
    if (waiters === undefined) return;
    this.#waiting.delete(execution);
    for (const waiter of waiters) waiter.resolve(result);
  }

  /** Tells all that nobody here will know. */
  close(reason: Error): void {
    for (const waiters of this.#waiting.values()) for (const waiter of waiters) waiter.reject(reason);
    this.#waiting.clear();
  }
}
