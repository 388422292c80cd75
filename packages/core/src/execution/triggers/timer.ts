import { fault } from '../../kernel/fault.ts';
import { abandonChildren, complete, faultOf, raise } from '../ending.ts';
import { frameAt, nodeOf } from '../frames.ts';
import type { NodeOf } from '../kinds/handler.ts';
import { startAttempt } from '../kinds/try.ts';
import type { Frame } from '../state.ts';
import { readTimerId, rootKey, timerId } from '../task-key.ts';
import type { Transition } from '../transition.ts';
import type { Trigger } from '../trigger.ts';
import { abandonRoot, workflowFaulted } from '../unwind.ts';
import { approvalTimer } from './approval.ts';
import { operationTimer } from './operation.ts';

/** A timer is due. One that is not armed any more, or that is not due yet, changes nothing. */
export function timer(tx: Transition, { timer: id }: Trigger & { readonly kind: 'timer' }): void {
  const { purpose, of } = readTimerId(id);
  if (purpose === 'operation') operationTimer(tx, of);
  else if (purpose === 'approval') approvalTimer(tx, of);
  else if (of === rootKey) ownTimeout(tx);
  else frameTimer(tx, purpose, of);
}

function ownTimeout(tx: Transition): void {
  if (tx.state.timeoutAt === null || tx.at < tx.state.timeoutAt) return;
  tx.emit({ kind: 'timer.fired', timer: timerId('timeout', rootKey) });
  abandonRoot(tx, 'the workflow timed out');
  workflowFaulted(tx, fault('timeout', 'the workflow took longer than its time-out', { instance: '/timeout' }));
}

function frameTimer(tx: Transition, purpose: string, key: string): void {
  const frame = frameAt(tx, key);
  if (frame === null || !isDue(frame, purpose, tx.at)) return;
  tx.emit({ kind: 'timer.fired', timer: `${purpose}:${key}` });
  if (purpose === 'timeout') raise(tx, key, timeoutFault(tx, frame));
  else if (purpose === 'wait') complete(tx, { key });
  else tryTimer(tx, purpose, key);
}

function isDue(frame: Frame, purpose: string, at: number): boolean {
  const due = dueOf(frame, purpose);
  return due !== null && at >= due;
}

function dueOf(frame: Frame, purpose: string): number | null {
  if (purpose === 'timeout') return frame.timeoutAt;
  if (frame.kind === 'wait' && purpose === 'wait') return frame.due;
  if (frame.kind !== 'try') return null;
  return purpose === 'retry' ? frame.retryAt : frame.attemptTimeoutAt;
}

function timeoutFault(tx: Transition, frame: Frame): ReturnType<typeof fault> {
  const { reference } = nodeOf(tx.program, frame);
  return fault('timeout', `${frame.key} took longer than its time-out`, { instance: reference });
}

function tryTimer(tx: Transition, purpose: string, key: string): void {
  const frame = frameAt(tx, key);
  if (frame?.kind !== 'try') return;
  const node = nodeOf(tx.program, frame);
  if (node.kind !== 'try') return;
  if (purpose === 'retry') tryAgain(tx, frame, node);
  else {
    abandonChildren(tx, frame, 'the attempt timed out');
    tx.work.push({ kind: 'fault', key, fault: timeoutFault(tx, frame) });
  }
}

/** What the time-out of the attempt is computed from may fault. */
function tryAgain(tx: Transition, frame: Frame & { readonly kind: 'try' }, node: NodeOf<'try'>): void {
  try {
    startAttempt(tx, frame, node);
  } catch (error) {
    raise(tx, frame.key, faultOf(error, node));
  }
}
