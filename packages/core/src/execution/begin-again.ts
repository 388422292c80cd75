import type { Past } from '../event/event.ts';
import type { Json } from '../kernel/json.ts';
import { allBranches, changedBranches } from './branches.ts';
import { branchIndex, chainTo, forkNodeOf, withFrame, type Running } from './frames.ts';
import type { BranchState, ExecutionState, Frame, SequenceState } from './state.ts';
import { lastName, parentOf } from './task-key.ts';

/** Two states of one program: what the original had come to, and one that has just begun. */
export interface Beginning {
  readonly before: ExecutionState;
  readonly fresh: ExecutionState;
}

/**
 * The state that an execution begins with that was branched off: what the original had done counts as done.
 *
 * 1. What was open there (calls, waits, listens, delays of a `try`, what holds a lock) begins anew here, with keys, timers and children of
 *    its own; so it is closed, and the flow enters it again.
 * 2. Containers stay open, and their time begins anew.
 * 3. Messages that nobody had consumed, compensations, and a suspension stay with the original: it undoes what it did.
 */
export function beginAgain(
  { before, fresh }: Beginning,
  { task, input }: Past,
  program: Running['program'],
): ExecutionState {
  const state = {
    ...fresh,
    input: before.input,
    transformed: before.transformed,
    context: before.context,
    sequence: reopenedSequence(before.sequence, fresh.at),
  };
  return input === undefined ? state : withInput({ program, state }, task, input);
}

function reopenedSequence(sequence: SequenceState, at: number): SequenceState {
  return { ...sequence, child: sequence.child === null ? null : reopened(sequence.child, at) };
}

/** True for what an execution that was branched off does not take over while it is open, with all inside it. */
export function beginsAnew(frame: Frame): boolean {
  switch (frame.kind) {
    case 'do':
      return frame.lock !== undefined;
    case 'try':
      return frame.stage === 'delay';
    case 'for':
    case 'fork':
      return false;
    case 'wait':
    case 'listen':
    case 'call':
      return true;
  }
}

/** A container with what is open inside it; null for what begins anew. */
function reopened(frame: Frame, at: number): Frame | null {
  if (beginsAnew(frame)) return null;
  switch (frame.kind) {
    case 'do':
    case 'for':
      return { ...frame, startedAt: at, timeoutAt: null, sequence: reopenedSequence(frame.sequence, at) };
    case 'try':
      return {
        ...frame,
        startedAt: at,
        timeoutAt: null,
        attemptTimeoutAt: null,
        sequence: reopenedSequence(frame.sequence, at),
      };
    case 'fork':
      return { ...frame, startedAt: at, timeoutAt: null, branches: reopenedBranches(frame, at) };
    case 'wait':
    case 'listen':
    case 'call':
      return null;
  }
}

function reopenedBranches(fork: Frame & { readonly kind: 'fork' }, at: number): typeof fork.branches {
  return allBranches(fork.branches).reduce((branches, branch, index) => {
    if (branch.kind === 'failed') return changedBranches(branches, index, { kind: 'blocked' });
    if (branch.kind !== 'open') return branches;
    const frame = reopened(branch.frame, at);
    const state: BranchState = frame === null ? { kind: 'blocked' } : { ...branch, frame };
    return changedBranches(branches, index, state);
  }, fork.branches);
}

/** Lets another value flow into a task that is about to begin. */
function withInput(running: Running, task: string, input: Json): ExecutionState {
  const chain = chainTo(running, parentOf(task)) ?? [];
  const container = chain.at(-1);
  if (container === undefined) {
    return { ...running.state, sequence: { ...running.state.sequence, value: input } };
  }
  if (container.kind === 'fork') {
    const index = branchIndex(forkNodeOf(running.program, container), lastName(task));
    const branches = changedBranches(container.branches, index, { kind: 'blocked', input });
    return withFrame(running, chain, { ...container, branches });
  }
  if (container.kind !== 'do' && container.kind !== 'for' && container.kind !== 'try') return running.state;
  return withFrame(running, chain, { ...container, sequence: { ...container.sequence, value: input } });
}
