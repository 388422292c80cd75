import type { StepId } from '../step/step.ts';
import { frameAt } from './frames.ts';
import { orderFor } from './orders.ts';
import type { Frame } from './state.ts';
import type { Transition } from './transition.ts';

/** Attempts at one step that may be cut short by crashes before the execution is put into quarantine. */
export const quarantineAfter = 5;

/** Puts a step aside and suspends the execution until a person resumes it. */
export function hold(
  tx: Transition,
  held: {
    readonly step: StepId;
    readonly attempt: number;
    readonly reason: string;
    readonly cause: 'unavailable' | 'quarantine' | 'mismatch';
  },
): void {
  const { step, attempt, reason, cause } = held;
  tx.emit({ kind: 'step.held', step, attempt, reason });
  if (tx.state.phase === 'running') tx.emit({ kind: 'execution.suspended', cause, reason });
}

/** The next attempt at a step, unless too many came to nothing or the execution is suspended. */
export function claimNext(
  tx: Transition,
  { step, attempt, progress = 0 }: { readonly step: StepId; readonly attempt: number; readonly progress?: number },
): void {
  const inVain = attempt - progress;
  if (inVain > 0 && inVain % quarantineAfter === 0) {
    const reason = `the process died during ${inVain} attempts at ${step}`;
    hold(tx, { step, attempt, reason, cause: 'quarantine' });
  } else if (tx.state.phase === 'suspended') {
    tx.emit({ kind: 'step.held', step, attempt, reason: 'the execution is suspended' });
  } else {
    tx.emit({ kind: 'step.claimed', step, attempt: attempt + 1 });
    pushOrder(tx, step, orderFor);
  }
}

/** Hands out the step of an open task as `order` says. */
export function pushOrder(
  tx: Transition,
  step: StepId,
  order: (tx: Transition, frame: Frame & { readonly kind: 'call' }) => ReturnType<typeof orderFor>,
): void {
  const frame = frameAt(tx, step);
  if (frame?.kind === 'call') tx.steps.push(order(tx, frame));
}
