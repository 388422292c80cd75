import { allBranches } from '../branches.ts';
import type { BranchState, ExecutionState, Frame } from '../state.ts';

/** A task that waits for a revision. */
export type FailedBranch = BranchState & { readonly kind: 'failed' };

/** The tasks of a fork that failed and wait for another way. */
export function failedBranches(frame: Frame): readonly FailedBranch[] {
  return frame.kind === 'fork'
    ? allBranches(frame.branches).flatMap((one) => (one.kind === 'failed' ? [one] : []))
    : [];
}

/** The fork of a plan, when tasks of it wait for a revision. */
export function forkAwaiting({ sequence }: ExecutionState): (Frame & { readonly kind: 'fork' }) | null {
  const { child } = sequence;
  return child?.kind === 'fork' && failedBranches(child).length > 0 ? child : null;
}
