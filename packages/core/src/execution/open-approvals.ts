import type { OpenApproval, UsedApproval } from '../gate/open-approval.ts';
import type { StepId } from '../step/step.ts';
import { walkFrames } from './frames.ts';
import { allOperations } from './operations.ts';
import type { ExecutionState } from './state.ts';
import { withoutAttempts } from './task-key.ts';

/** What people are asked about an execution, with the step that waits for the answer. */
export function openApprovals(state: ExecutionState): readonly (OpenApproval & { readonly step: StepId })[] {
  const open: (OpenApproval & { readonly step: StepId })[] = [...(state.supervision?.open ?? [])];
  walkFrames(state, (frame) => {
    if (frame.kind !== 'call') return;
    if (frame.step.kind === 'gated' && frame.step.approval !== null)
      open.push({ ...frame.step.approval, step: frame.key });
    for (const { step, state: operation } of allOperations(frame.operations))
      if (operation.kind === 'gated' && operation.approval !== null) open.push({ ...operation.approval, step });
  });
  return open;
}

/** The approval that a step was claimed by, in this attempt or an earlier one; undefined when it needed none. */
export function usedApproval({ approvals }: ExecutionState, step: StepId): UsedApproval | undefined {
  return approvals[withoutAttempts(step)];
}
