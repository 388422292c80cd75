import type { Operation } from '../step/operation.ts';
import type { StepId } from '../step/step.ts';
import { gatesOf } from './gates.ts';
import { handOut } from './hand-out.ts';
import { passOn } from './passage.ts';
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

interface Claim {
  readonly step: StepId;
  readonly attempt: number;
  /** The attempt before was cut short by the end of its process. */
  readonly recovered?: true;
}

/** The next attempt at a step, unless too many came to nothing or the execution is suspended. */
export function claimNext(
  tx: Transition,
  { step, attempt, progress = 0, recovered }: Claim & { readonly progress?: number },
): void {
  const inVain = attempt - progress;
  if (inVain > 0 && inVain % quarantineAfter === 0) {
    const reason = `the process died during ${inVain} attempts at ${step}`;
    hold(tx, { step, attempt, reason, cause: 'quarantine' });
  } else if (tx.state.phase === 'suspended') {
    tx.emit({ kind: 'step.held', step, attempt, reason: 'the execution is suspended' });
  } else {
    claimAttempt(tx, { step, attempt: attempt + 1, ...(recovered !== undefined && { recovered }) });
  }
}

/** Claims an attempt at an open step; where it has to pass gates, it comes to them first. */
export function claimAttempt(
  tx: Transition,
  { step, attempt, operation, recovered }: Claim & { readonly operation?: Operation },
): void {
  const gates = gatesOf(tx, step, attempt);
  const claimed = { step, attempt, ...(operation !== undefined && { operation }) };
  if (gates.length > 0) {
    tx.emit({ kind: 'step.gated', ...claimed, gates, ...(recovered !== undefined && { recovered }) });
    passOn(tx, step);
  } else {
    tx.emit({ kind: 'step.claimed', ...claimed });
    handOut(tx, step);
  }
}
