import type { RepeatRule } from '../../program/metadata.ts';
import { frameAt, walkFrames } from '../frames.ts';
import { operationOrder, orderFor, repeatRuleOf } from '../orders.ts';
import { probeOrder } from '../probe.ts';
import type { ExecutionState, Frame, OpenOperation } from '../state.ts';
import type { Transition } from '../transition.ts';
import { driveAll } from '../drive.ts';
import { hold } from './outcome.ts';

type CallFrame = Frame & { readonly kind: 'call' };

/** Attempts at one step that may be cut short by crashes before the execution is put into quarantine. */
export const quarantineAfter = 5;

/** True when steps are open that only a process that died could have been performing. */
export function needsRecovery(state: ExecutionState): boolean {
  let found = state.phase === 'pending' || Object.keys(state.closing).length > 0;
  walkFrames(state, (frame) => {
    if (frame.kind === 'call' && (frame.step.kind === 'performing' || frame.step.kind === 'probing')) found = true;
  });
  return found;
}

/**
 * Takes over from a process that died: each open step is repeated, probed or declared ambiguous by its repeat rule;
 * a step that keeps killing its process is quarantined; a suspended execution keeps its steps on hold.
 */
export function recover(tx: Transition): void {
  const open: CallFrame[] = [];
  walkFrames(tx.state, (frame) => {
    if (frame.kind === 'call') open.push(frame);
  });
  for (const frame of open) recoverCall(tx, frame);
  for (const [step, effect] of Object.entries(tx.state.closing)) tx.steps.push(closingOrder(tx, step, effect));
  driveAll(tx);
}

function closingOrder(
  tx: Transition,
  step: string,
  effect: ExecutionState['closing'][string],
): ReturnType<typeof operationOrder> {
  tx.aborted.push(step);
  return operationOrder(tx, step, { effect, repeat: 'safe', attempt: 1 });
}

function recoverCall(tx: Transition, frame: CallFrame): void {
  if (frame.step.kind === 'probing') tx.steps.push(probeOrder(tx, frame));
  if (frame.step.kind !== 'performing') return;
  for (const operation of frame.operations) recoverOperation(tx, operation);
  const current = frameAt(tx, frame.key);
  if (current?.kind !== 'call') return;
  if (frame.effect.kind === 'workflow') tx.steps.push(orderFor(tx, current));
  else repeatStep(tx, current, frame.durable ? 'safe' : repeatRuleOf(tx, frame));
}

function repeatStep(tx: Transition, frame: CallFrame, rule: RepeatRule): void {
  const { attempt } = frame.step;
  const step = frame.key;
  if (attempt % quarantineAfter === 0) {
    hold(tx, { step, attempt, reason: `the process died during ${attempt} attempts at ${step}`, cause: 'quarantine' });
  } else if (rule === 'never') {
    tx.emit({ kind: 'step.ambiguous', step, attempt, reason: 'the process died while it was being performed' });
  } else if (tx.state.phase === 'suspended') {
    tx.emit({ kind: 'step.held', step, attempt, reason: 'the process died while the execution was suspended' });
  } else if (rule === 'probe') {
    tx.emit({ kind: 'step.probing', step, attempt });
    pushOrder(tx, step, probeOrder);
  } else {
    tx.emit({ kind: 'step.claimed', step, attempt: attempt + 1 });
    pushOrder(tx, step, orderFor);
  }
}

function pushOrder(
  tx: Transition,
  step: string,
  order: (tx: Transition, frame: CallFrame) => ReturnType<typeof orderFor>,
): void {
  const frame = frameAt(tx, step);
  if (frame?.kind === 'call') tx.steps.push(order(tx, frame));
}

/** Code of a durable function is asked for again by the function itself; calls are repeated here by their rule. */
function recoverOperation(tx: Transition, { step, state }: OpenOperation): void {
  if (state.kind !== 'performing') return;
  const { attempt, operation } = state;
  if (operation.kind !== 'step' && operation.kind !== 'call') return;
  if (operation.repeat === 'never' || operation.repeat === 'probe') {
    tx.emit({ kind: 'step.ambiguous', step, attempt, reason: 'the process died while it was being performed' });
  } else if (operation.kind === 'call') {
    if (operation.effect.kind !== 'workflow') tx.emit({ kind: 'step.claimed', step, attempt: attempt + 1, operation });
    const next = operation.effect.kind === 'workflow' ? attempt : attempt + 1;
    tx.steps.push(operationOrder(tx, step, { effect: operation.effect, repeat: operation.repeat, attempt: next }));
  }
}
