import { unreachable } from '../kernel/assert.ts';
import type { Gates } from './gated-call.ts';
import type { Program } from '../program/program.ts';
import type { Decision } from './decision.ts';
import { drive, driveAll } from './drive.ts';
import type { ExecutionState } from './state.ts';
import { Transition } from './transition.ts';
import type { Trigger } from './trigger.ts';
import { amend, approval } from './triggers/approval.ts';
import { cancel, mismatch, pause, resume, settle } from './triggers/command.ts';
import { history, signal } from './triggers/message.ts';
import { operation } from './triggers/operation.ts';
import { outcome } from './triggers/outcome.ts';
import { ask, giveUp } from './triggers/question.ts';
import { recover } from './triggers/recover.ts';
import { start } from './triggers/start.ts';
import { timer } from './triggers/timer.ts';

/** An execution to decide on; `state` is null before it started. */
export interface Deciding {
  readonly program: Program;
  readonly execution: string;
  readonly state: ExecutionState | null;
  /** What else calls have to pass; without it only the approvals that the definition asks for. */
  readonly gates?: Gates;
}

/**
 * What a trigger leads to. Pure: the same state and trigger give the same decision, and `state` of the decision is
 * the fold of its events.
 *
 * A trigger that comes too late (an outcome of a superseded attempt, a timer that was cancelled) decides nothing. A
 * command that makes no sense now is refused, with the reason.
 */
export function decide({ program, execution, state, gates }: Deciding, trigger: Trigger): Decision {
  const tx = new Transition(program, state, { at: trigger.at, execution, gates });
  if (trigger.kind === 'start') {
    if (state === null) start(tx, trigger);
    else tx.refuse('already-started', `execution ${execution} has started before`);
  } else if (tx.state.endedAt !== null) refuseEnded(tx, trigger);
  else apply(tx, trigger);
  drive(tx);
  return tx.decision();
}

function refuseEnded(tx: Transition, trigger: Trigger): void {
  const asked =
    trigger.kind === 'pause' ||
    trigger.kind === 'resume' ||
    trigger.kind === 'signal' ||
    trigger.kind === 'settle' ||
    trigger.kind === 'approval' ||
    trigger.kind === 'amend' ||
    (trigger.kind === 'ask' && trigger.question.kind === 'revision');
  const cancelled = trigger.kind === 'cancel' && tx.state.phase !== 'cancelled';
  if (asked || cancelled) tx.refuse('terminal', `execution ${tx.execution} has ended: it is ${tx.state.phase}`);
}

function apply(tx: Transition, trigger: Exclude<Trigger, { readonly kind: 'start' }>): void {
  switch (trigger.kind) {
    case 'outcome':
      return outcome(tx, trigger);
    case 'timer':
      return timer(tx, trigger);
    case 'operation':
      return operation(tx, trigger);
    case 'signal':
      return signal(tx, trigger);
    case 'history':
      return history(tx, trigger);
    case 'recover':
      return recover(tx);
    case 'pause':
      return pause(tx, trigger);
    case 'resume':
      return resume(tx, trigger);
    case 'cancel':
      return cancel(tx, trigger);
    case 'mismatch':
      return mismatch(tx, trigger);
    case 'settle':
      return settle(tx, trigger);
    case 'approval':
      return approval(tx, trigger);
    case 'amend':
      return amend(tx, trigger);
    case 'ask':
      return ask(tx, trigger);
    case 'give-up':
      return giveUp(tx);
    case 'continue':
      return driveAll(tx);
    default:
      return unreachable(trigger);
  }
}
