import {
  isOperation,
  taskOfStep,
  walkFrames,
  openOperation,
  type ExecutionState,
  type Json,
  type Recorded,
  type StepId,
} from '@batonhq/core';

/** A call for which something is held, and how it ended. */
export interface EndedCall<T> {
  readonly step: StepId;
  readonly value: T;
  /** `abandoned`: cancelled with what is around it, or its execution has ended. */
  readonly how: 'completed' | 'failed' | 'abandoned';
  /** What it brought, of a call that completed. */
  readonly output: Json | null;
}

/**
 * What is held for calls until their end is durable: a slot, a reservation. A step whose effect is ambiguous has not
 * ended.
 */
export class HeldCalls<T> {
  readonly #held = new Map<string, Map<StepId, T>>();

  /** Notes what is held for a call; replaces what was. */
  note(execution: string, step: StepId, value: T): void {
    const steps = this.#held.get(execution) ?? new Map<StepId, T>();
    this.#held.set(execution, steps.set(step, value));
  }

  get(execution: string, step: StepId): T | undefined {
    return this.#held.get(execution)?.get(step);
  }

  /** Forgets a call. */
  drop(execution: string, step: StepId): void {
    const steps = this.#held.get(execution);
    steps?.delete(step);
    if (steps?.size === 0) this.#held.delete(execution);
  }

  /** The calls that have ended with these events; each is told once, and forgotten. */
  ended(state: ExecutionState, events: readonly Recorded[]): readonly EndedCall<T>[] {
    const steps = this.#held.get(state.id);
    if (steps === undefined) return [];
    const ended = events.flatMap(({ event }) => endOf(event, steps));
    if (mayAbandon(state, events)) ended.push(...abandoned(state, steps, ended));
    for (const { step } of ended) this.drop(state.id, step);
    return ended;
  }

  /** The calls that are not open any more in a state that was read: what a crash left. */
  endedIn(state: ExecutionState): readonly EndedCall<T>[] {
    const steps = this.#held.get(state.id);
    const ended = steps === undefined ? [] : abandoned(state, steps, []);
    for (const { step } of ended) this.drop(state.id, step);
    return ended;
  }
}

function endOf<T>(event: Recorded['event'], steps: ReadonlyMap<StepId, T>): EndedCall<T>[] {
  const [step, how, output] =
    event.kind === 'step.completed'
      ? ([event.step, 'completed', event.output] as const)
      : event.kind === 'step.failed'
        ? ([event.step, 'failed', null] as const)
        : event.kind === 'task.completed'
          ? ([event.task, 'completed', event.output ?? null] as const)
          : event.kind === 'task.faulted'
            ? ([event.task, 'failed', null] as const)
            : [null, 'failed' as const, null];
  const value = step === null ? undefined : steps.get(step);
  return step === null || value === undefined ? [] : [{ step, value, how, output }];
}

/** Whatever stands inside a task that ended is gone with it, without a word of its own. */
function mayAbandon(state: ExecutionState, events: readonly Recorded[]): boolean {
  return state.endedAt !== null || events.some(({ event }) => event.kind.startsWith('task.') || isAnew(event));
}

function isAnew(event: Recorded['event']): boolean {
  return event.kind === 'step.claimed' && event.operation?.kind === 'continueAs';
}

function abandoned<T>(
  state: ExecutionState,
  steps: ReadonlyMap<StepId, T>,
  ended: readonly EndedCall<T>[],
): EndedCall<T>[] {
  const open = openSteps(state);
  return [...steps].flatMap(([step, value]) =>
    open(step) || ended.some((one) => one.step === step)
      ? []
      : [{ step, value, how: 'abandoned' as const, output: null }],
  );
}

function openSteps(state: ExecutionState): (step: StepId) => boolean {
  const calls = new Map<string, (step: StepId) => boolean>();
  if (state.endedAt === null)
    walkFrames(state, (frame) => {
      if (frame.kind === 'call')
        calls.set(frame.key, (step) => !isOperation(step) || openOperation(frame.operations, step) !== undefined);
    });
  return (step) => calls.get(taskOfStep(step))?.(step) ?? false;
}
