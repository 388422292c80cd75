import { isOperation, openOperation, taskOfStep, walkFrames, type ExecutionState, type StepId } from '@batonhq/core';

/** True while a step may still be at work: it has not ended, and it does not wait for a person. */
export function isStepOpen(state: ExecutionState, step: StepId): boolean {
  if (state.endedAt !== null) return false;
  const task = taskOfStep(step);
  let isOpen = false;
  walkFrames(state, (frame) => {
    if (frame.key !== task || frame.kind !== 'call') return;
    const kind = isOperation(step) ? openOperation(frame.operations, step)?.state.kind : frame.step.kind;
    isOpen = kind !== undefined && kind !== 'ambiguous' && kind !== 'held';
  });
  return isOpen;
}
