import type { Effect } from '../step/effect.ts';
import type { StepId } from '../step/step.ts';
import { walkFrame } from './frames.ts';
import type { ExecutionState, Frame } from './state.ts';
import { allOperations, hasOperations } from './operations.ts';

type ChildStep = readonly [StepId, Effect & { readonly kind: 'workflow' }];
type CallFrame = Frame & { readonly kind: 'call' };

/** The state after a frame was abandoned: the execution ends only after the children that ran for it. */
export function closingAfter(state: ExecutionState, abandoned: Frame): ExecutionState {
  const steps: ChildStep[] = [];
  walkFrame(abandoned, (frame) => {
    if (frame.kind !== 'call') return;
    const { key, effect, step } = frame;
    if (effect.kind === 'workflow' && effect.await && step.kind === 'performing') steps.push([key, effect]);
    steps.push(...operationChildren(frame));
  });
  return withClosing(state, steps);
}

/** The state after a durable function ended or began anew: children it no longer waits for are closed. */
export function closingAfterFunction(state: ExecutionState, frame: CallFrame): ExecutionState {
  return hasOperations(frame.operations) ? withClosing(state, operationChildren(frame)) : state;
}

/** The state after an abandoned child ended. */
export function closed(state: ExecutionState, step: StepId): ExecutionState {
  return { ...state, closing: Object.fromEntries(Object.entries(state.closing).filter(([open]) => open !== step)) };
}

function operationChildren({ operations }: CallFrame): readonly ChildStep[] {
  return allOperations(operations).flatMap(({ step, state }): readonly ChildStep[] => {
    if (state.kind !== 'performing' || state.operation.kind !== 'call') return [];
    const { effect } = state.operation;
    return effect.kind === 'workflow' && effect.await ? [[step, effect]] : [];
  });
}

function withClosing(state: ExecutionState, steps: readonly ChildStep[]): ExecutionState {
  return steps.length === 0 ? state : { ...state, closing: { ...state.closing, ...Object.fromEntries(steps) } };
}
