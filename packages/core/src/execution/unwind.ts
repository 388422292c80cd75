import type { Fault } from '../kernel/fault.ts';
import { writtenAlike, type Json } from '../kernel/json.ts';
import { abandon, check, faultOf } from './ending.ts';
import { workflowScope } from './scope.ts';
import { rootKey, timerId, undoOf } from './task-key.ts';
import type { Transition } from './transition.ts';

/** The workflow's own sequence is at its end: transform the output and complete, once abandoned children are gone. */
export function finish(tx: Transition): void {
  if (Object.keys(tx.state.closing).length > 0) return;
  let output: Json;
  try {
    const { as, check: schema } = tx.program.output;
    output = as === undefined ? tx.state.sequence.value : as.evaluate(tx.state.sequence.value, workflowScope(tx));
    check(schema?.(output), 'output of the workflow');
  } catch (error) {
    const failed = faultOf(error, null);
    workflowFaulted(tx, { ...failed, instance: failed.instance ?? '/output' });
    return;
  }
  cancelOwnTimers(tx);
  tx.emit({ kind: 'execution.completed', ...(!writtenAlike(output, tx.state.sequence.value) && { output }) });
}

/** A fault that nobody caught: undo what can be undone, then fault. */
export function workflowFaulted(tx: Transition, fault: Fault): void {
  if (tx.state.ending !== null) return;
  cancelOwnTimers(tx);
  if (settled(tx) && tx.state.compensables.length === 0) tx.emit({ kind: 'execution.faulted', fault });
  else {
    tx.emit({ kind: 'execution.faulting', fault });
    tx.work.push({ kind: 'flow', key: rootKey });
  }
}

/** A person or a parent wants it to end: abandon what is open, undo what can be undone. */
export function cancelWorkflow(tx: Transition, order: { readonly by?: string; readonly reason?: string }): void {
  cancelOwnTimers(tx);
  tx.emit({ kind: 'execution.cancelling', ...order });
  abandonRoot(tx, 'the execution was cancelled');
  tx.work.push({ kind: 'flow', key: rootKey });
}

/** Abandons whatever is open in the workflow's own sequence. */
export function abandonRoot(tx: Transition, reason: string): void {
  const open = tx.state.sequence.child;
  if (open !== null) abandon(tx, open, reason);
}

/** The next compensation, in reverse order of completion; after the last one, the end. */
export function unwind(tx: Transition): void {
  const { ending, compensation, compensables } = tx.state;
  if (ending === null) return;
  if (compensation !== null) {
    resumeCompensation(tx);
    return;
  }
  if (!settled(tx)) return;
  const last = compensables.at(-1);
  if (last !== undefined) {
    const { task: of, input, output } = last;
    tx.emit({ kind: 'compensation.started', of, task: undoOf(of), input: { input, output } });
    resumeCompensation(tx);
  } else if (ending.kind === 'fault') tx.emit({ kind: 'execution.faulted', fault: ending.fault });
  else tx.emit({ kind: 'execution.cancelled', ...(ending.reason !== undefined && { reason: ending.reason }) });
}

function resumeCompensation(tx: Transition): void {
  const { compensation } = tx.state;
  if (compensation === null || compensation.sequence.child !== null) return;
  tx.work.push({
    kind: 'enter',
    key: undoOf(compensation.of),
    task: compensation.node,
    rawInput: compensation.sequence.value,
  });
}

function settled(tx: Transition): boolean {
  return Object.keys(tx.state.closing).length === 0;
}

/** What the execution itself waits for: its own time-out, and answers about it as a whole. */
function cancelOwnTimers(tx: Transition): void {
  for (const { step } of tx.state.supervision?.open ?? [])
    tx.emit({ kind: 'timer.cancelled', timer: timerId('approval', step) });
  if (tx.state.timeoutAt !== null) tx.emit({ kind: 'timer.cancelled', timer: timerId('timeout', rootKey) });
}
