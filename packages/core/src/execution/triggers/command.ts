import { claimAttempt, hold } from '../claims.ts';
import { driveAll } from '../drive.ts';
import { frameAt, walkFrames } from '../frames.ts';
import { passOn } from '../passage.ts';
import type { Frame, OpenOperation } from '../state.ts';
import { isOperation, taskOfStep } from '../task-key.ts';
import type { Transition } from '../transition.ts';
import type { Trigger } from '../trigger.ts';
import { cancelWorkflow } from '../unwind.ts';
import { deliverInbox } from './message.ts';
import { failStep, finishStep } from './outcome.ts';
import { allOperations, openOperation } from '../operations.ts';

type CallFrame = Frame & { readonly kind: 'call' };
type TriggerOf<K extends Trigger['kind']> = Trigger & { readonly kind: K };

/** Nothing new begins until `resume`; steps in flight are recorded when they come back. */
export function pause(tx: Transition, { by, reason }: TriggerOf<'pause'>): void {
  if (tx.state.phase === 'suspended') return;
  tx.emit({
    kind: 'execution.suspended',
    cause: 'person',
    reason: reason ?? 'paused',
    ...(by !== undefined && { by }),
  });
}

/** Goes on: steps that were put aside are claimed again, and the flow moves wherever it stood still. */
export function resume(tx: Transition, { by }: TriggerOf<'resume'>): void {
  if (tx.state.phase !== 'suspended') {
    tx.refuse('not-suspended', `execution ${tx.execution} is not suspended: it is ${tx.state.phase}`);
    return;
  }
  tx.emit({ kind: 'execution.resumed', ...(by !== undefined && { by }) });
  const calls: CallFrame[] = [];
  walkFrames(tx.state, (frame) => {
    if (frame.kind === 'call') calls.push(frame);
  });
  for (const frame of calls) takeUp(tx, frame);
  deliverInbox(tx);
  driveAll(tx);
}

function takeUp(tx: Transition, frame: CallFrame): void {
  for (const operation of allOperations(frame.operations)) takeUpOperation(tx, operation);
  if (frame.step.kind === 'gated') passOn(tx, frame.key);
  if (frame.step.kind === 'held') claimAttempt(tx, { step: frame.key, attempt: frame.step.attempt + 1 });
}

function takeUpOperation(tx: Transition, { step, state }: OpenOperation): void {
  if (state.kind === 'gated') passOn(tx, step);
  if (state.kind === 'held') claimAttempt(tx, { step, attempt: state.attempt + 1, operation: state.operation });
}

/** Cancelling is asked for once; asking again while it happens is no error. */
export function cancel(tx: Transition, { by, reason }: TriggerOf<'cancel'>): void {
  if (tx.state.ending !== null) return;
  cancelWorkflow(tx, { ...(by !== undefined && { by }), ...(reason !== undefined && { reason }) });
}

/** A durable function went another way than its recorded past: a person must look. */
export function mismatch(tx: Transition, { task, difference }: TriggerOf<'mismatch'>): void {
  const frame = frameAt(tx, task);
  if (frame?.kind !== 'call' || frame.step.kind !== 'performing') return;
  hold(tx, { step: task, attempt: frame.step.attempt, reason: difference, cause: 'mismatch' });
}

/** A person says what became of a step that nobody knows about. */
export function settle(tx: Transition, trigger: TriggerOf<'settle'>): void {
  const { step, by, decision } = trigger;
  const frame = frameAt(tx, taskOfStep(step));
  const state =
    frame?.kind !== 'call' ? undefined : isOperation(step) ? openOperation(frame.operations, step)?.state : frame.step;
  if (frame?.kind !== 'call' || state?.kind !== 'ambiguous') {
    tx.refuse('not-ambiguous', `step ${step} of execution ${tx.execution} is not waiting to be settled`);
    return;
  }
  tx.emit({ kind: 'step.settled', step, decision: decision.kind, by });
  const { attempt } = state;
  if (decision.kind === 'repeat' && tx.state.phase === 'suspended') {
    tx.emit({ kind: 'step.held', step, attempt, reason: 'the execution is suspended' });
  } else if (isOperation(step)) settleOperation(tx, trigger, attempt);
  else if (decision.kind === 'completed') finishStep(tx, frame, decision.output);
  else if (decision.kind === 'failed') failStep(tx, frame, decision.fault);
  else claimAttempt(tx, { step, attempt: attempt + 1 });
}

function settleOperation(tx: Transition, { step, decision }: TriggerOf<'settle'>, attempt: number): void {
  if (decision.kind === 'completed') tx.emit({ kind: 'step.completed', step, output: decision.output });
  else if (decision.kind === 'failed') tx.emit({ kind: 'step.failed', step, fault: decision.fault });
  else repeatOperation(tx, step, attempt);
}

function repeatOperation(tx: Transition, step: string, attempt: number): void {
  const frame = frameAt(tx, taskOfStep(step));
  const open = frame?.kind === 'call' ? openOperation(frame.operations, step) : undefined;
  if (open?.state.kind !== 'ambiguous') return;
  const { operation } = open.state;
  claimAttempt(tx, { step, attempt: attempt + 1, operation });
}
