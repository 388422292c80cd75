import type { GatedCall } from './gated-call.ts';
import type { Operation } from '../step/operation.ts';
import type { StepId } from '../step/step.ts';
import { openOperation } from './operations.ts';
import type { Frame } from './state.ts';
import { isOperation } from './task-key.ts';

/** What an open step does outside; null for operations that do nothing there. */
export function callAt(frame: Frame & { readonly kind: 'call' }, step: StepId): GatedCall['call'] | null {
  if (!isOperation(step)) return frame.effect;
  const operation = callingAt(frame, step);
  return operation === null ? null : callOf(operation);
}

/** The open operation of a step, where it is one that calls something or runs code. */
export function callingAt(
  frame: Frame & { readonly kind: 'call' },
  step: StepId,
): (Operation & { readonly kind: 'call' | 'step' }) | null {
  const state = openOperation(frame.operations, step)?.state;
  const operation = state !== undefined && 'operation' in state ? state.operation : undefined;
  return operation?.kind === 'call' || operation?.kind === 'step' ? operation : null;
}

/** What an operation does outside, as gates see it. */
export function callOf(operation: Operation & { readonly kind: 'call' | 'step' }): GatedCall['call'] {
  if (operation.kind === 'call') return operation.effect;
  return { kind: 'step', ...(operation.about !== undefined && { about: operation.about }) };
}
