import type { OperationState } from '../../step/operation.ts';
import type { RepeatRule } from '../../program/metadata.ts';
import { frameAt, walkFrames } from '../frames.ts';
import { operationOrder, orderFor, repeatRuleOf } from '../orders.ts';
import { probeOrder } from '../probe.ts';
import type { ExecutionState, Frame, OpenOperation } from '../state.ts';
import type { Transition } from '../transition.ts';
import { driveAll } from '../drive.ts';
import { claimAttempt, claimNext, quarantineAfter } from '../claims.ts';
import { pushOrder } from '../hand-out.ts';
import { passOn } from '../passage.ts';
import { allOperations, hasOperations, someOperation } from '../operations.ts';
import { streams } from '../subscription.ts';

type CallFrame = Frame & { readonly kind: 'call' };

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
  if (frame.step.kind === 'probing') probeAgain(tx, frame.key, frame.step);
  if (frame.step.kind === 'gated') passOn(tx, frame.key);
  // What a function asked for goes on without it: also while the function itself is held.
  if ((frame.step.kind !== 'performing' && frame.step.kind !== 'held') || isAsleep(frame)) return;
  for (const operation of allOperations(frame.operations)) recoverOperation(tx, operation);
  const current = frameAt(tx, frame.key);
  if (current?.kind !== 'call' || current.step.kind !== 'performing') return;
  if (waitsOutside(frame.effect)) tx.steps.push(orderFor(tx, current));
  else repeatStep(tx, current, frame.durable ? 'safe' : repeatRuleOf(tx, frame));
}

/** What it waits for did not go on in the process that died: no attempt was lost. */
function waitsOutside(effect: CallFrame['effect']): boolean {
  return effect.kind === 'workflow' || effect.kind === 'lock' || streams(effect);
}

/** True when a durable function only waits for timers and signals: nothing of it was going on in the process that died. */
function isAsleep({ operations, unanswered }: CallFrame): boolean {
  if (!hasOperations(operations) || unanswered > 0) return false;
  return !someOperation(operations, ({ state }) => !restsByItself(state));
}

function restsByItself(state: OperationState): boolean {
  if (state.kind === 'holding') return true;
  return state.kind === 'sleeping' || state.kind === 'waiting' || (state.kind === 'gated' && state.approval !== null);
}

/** Only the rules that allow repeating lead to another attempt; without one, a probe or a person is asked first. */
function repeatStep(tx: Transition, frame: CallFrame, rule: RepeatRule): void {
  const { attempt } = frame.step;
  const step = frame.key;
  if (rule === 'never') {
    tx.emit({ kind: 'step.ambiguous', step, attempt, reason: 'the process died while it was being performed' });
  } else if (rule === 'probe') {
    tx.emit({ kind: 'step.probing', step, attempt });
    pushOrder(tx, step, probeOrder);
  } else claimNext(tx, { step, attempt, progress: frame.progress, recovered: true });
}

/** A probe has no effect, so it is asked again; a probe that keeps killing its process leaves it to a person. */
function probeAgain(
  tx: Transition,
  step: string,
  { attempt, asked }: { readonly attempt: number; readonly asked: number },
): void {
  if (asked >= quarantineAfter) {
    tx.emit({
      kind: 'step.ambiguous',
      step,
      attempt,
      reason: `the process died ${asked} times while its probe was asked`,
    });
    return;
  }
  tx.emit({ kind: 'step.probing', step, attempt });
  pushOrder(tx, step, probeOrder);
}

/** Code of a durable function is asked for again by the function itself; calls are repeated here by their rule. */
function recoverOperation(tx: Transition, { step, state }: OpenOperation): void {
  if (state.kind === 'gated') passOn(tx, step);
  if (state.kind !== 'performing') return;
  const { attempt, operation } = state;
  if (operation.kind !== 'step' && operation.kind !== 'call') return;
  if (operation.repeat === 'never' || operation.repeat === 'probe') {
    tx.emit({ kind: 'step.ambiguous', step, attempt, reason: 'the process died while it was being performed' });
  } else if (operation.kind === 'call') {
    const { effect, repeat } = operation;
    const waits = waitsOutside(effect);
    if (tx.state.phase === 'suspended' && !waits) {
      tx.emit({ kind: 'step.held', step, attempt, reason: 'the execution is suspended' });
      return;
    }
    if (waits) tx.steps.push(operationOrder(tx, step, { effect, repeat, attempt }));
    else claimAttempt(tx, { step, attempt: attempt + 1, operation, recovered: true });
  }
}
