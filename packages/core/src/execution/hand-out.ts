import type { StepId } from '../step/step.ts';
import { frameAt } from './frames.ts';
import { openOperation } from './operations.ts';
import { operationOrder, orderFor } from './orders.ts';
import type { Frame } from './state.ts';
import { isOperation, taskOfStep } from './task-key.ts';
import type { Transition } from './transition.ts';

/** Hands out the step of an open task as `order` says. */
export function pushOrder(
  tx: Transition,
  step: StepId,
  order: (tx: Transition, frame: Frame & { readonly kind: 'call' }) => ReturnType<typeof orderFor>,
): void {
  const frame = frameAt(tx, step);
  if (frame?.kind === 'call') tx.steps.push(order(tx, frame));
}

/** Hands out a step that was claimed. The code of a durable function is no order: the function runs it itself. */
export function handOut(tx: Transition, step: StepId): void {
  if (!isOperation(step)) {
    pushOrder(tx, step, orderFor);
    return;
  }
  const frame = frameAt(tx, taskOfStep(step));
  const state = frame?.kind === 'call' ? openOperation(frame.operations, step)?.state : undefined;
  if (state?.kind !== 'performing' || state.operation.kind !== 'call') return;
  const { effect, repeat } = state.operation;
  tx.steps.push(operationOrder(tx, step, { effect, repeat, attempt: state.attempt }));
}
