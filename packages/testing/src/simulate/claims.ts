import type { Recorded } from '@batonhq/core';

/** The idempotency key of a step, computed here once more so that the core's own is put to the test. */
export function keyOfStep(execution: string, step: string): string {
  return `${execution}:${step.replaceAll(/:\d+(?=[/|]|$)/g, '')}`;
}

/** The execution that a key belongs to. */
export function executionOfKey(key: string): string {
  return key.slice(0, key.indexOf(':'));
}

/** A claim of an attempt at a step, as the journal has it. */
export interface Claim {
  readonly step: string;
  readonly attempt: number;
  readonly seq: number;
}

/** The claims of function calls and of steps of durable functions, in order. */
export function claimsIn(events: readonly Recorded[]): readonly Claim[] {
  return events.flatMap(({ event, seq }): readonly Claim[] => {
    if (event.kind === 'step.claimed') return [{ step: event.step, attempt: event.attempt, seq }];
    if (event.kind === 'task.started' && event.effect?.kind === 'function' && event.gates === undefined)
      return [{ step: event.task, attempt: 1, seq }];
    return [];
  });
}
