import type { Recorded } from '../event/event.ts';
import { withoutAttempts } from '../execution/task-key.ts';
import type { Effect } from '../step/effect.ts';
import type { Operation } from '../step/operation.ts';
import type { StepId } from '../step/step.ts';
import { describe } from './waiting-for.ts';

/** An outside call of the original that an execution branched off from it may make again, under a key of its own. */
export interface RepeatedEffect {
  readonly step: StepId;
  /** The call in a few words. */
  readonly what: string;
  /** What came of it in the original. */
  readonly became: 'completed' | 'faulted' | 'undone' | 'unknown';
}

/**
 * The outside calls among events that an execution branched off does not take over, one for each logical step, in the
 * order in which they were first made.
 */
export function effectsAmong(left: readonly Recorded[]): readonly RepeatedEffect[] {
  const effects = new Map<string, RepeatedEffect>();
  for (const recorded of left) note(effects, recorded);
  return [...effects.values()];
}

function note(effects: Map<string, RepeatedEffect>, { event }: Recorded): void {
  switch (event.kind) {
    case 'task.started':
      if (event.effect !== undefined && !isNothing(event.effect)) add(effects, event.task, describe(event.effect));
      break;
    case 'step.claimed':
      if (event.operation !== undefined && isOutside(event.operation)) add(effects, event.step, said(event.operation));
      break;
    case 'step.completed':
      become(effects, event.step, 'completed');
      break;
    case 'step.failed':
      become(effects, event.step, 'faulted');
      break;
    case 'task.completed':
      become(effects, event.task, 'completed');
      break;
    case 'task.faulted':
      become(effects, event.task, 'faulted');
      break;
    case 'compensation.started':
      become(effects, event.of, 'undone');
      break;
    default:
  }
}

/** Asking for a lock leaves nothing behind outside. */
function isNothing({ kind }: Effect): boolean {
  return kind === 'unavailable' || kind === 'lock';
}

function isOutside(operation: Operation): boolean {
  return operation.kind === 'step' || (operation.kind === 'call' && !isNothing(operation.effect));
}

function said(operation: Operation): string {
  return operation.kind === 'call' ? describe(operation.effect) : 'code of the function';
}

function add(effects: Map<string, RepeatedEffect>, step: StepId, what: string): void {
  const logical = withoutAttempts(step);
  effects.set(logical, { step: logical, what, became: 'unknown' });
}

function become(effects: Map<string, RepeatedEffect>, step: StepId, became: RepeatedEffect['became']): void {
  const logical = withoutAttempts(step);
  const effect = effects.get(logical);
  if (effect !== undefined) effects.set(logical, { ...effect, became });
}
