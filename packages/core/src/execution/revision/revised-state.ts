import { assert } from '../../kernel/assert.ts';
import type { Program } from '../../program/program.ts';
import type { TaskNode } from '../../program/task-node.ts';
import { allBranches, inChunks } from '../branches.ts';
import { nodeOf, type Running } from '../frames.ts';
import type { BranchState, ExecutionState, Frame, SequenceState } from '../state.ts';

/**
 * The state with which an execution goes on by another program: what has started and ended is where it was, by its name; branches that
 * are new, or that failed, wait to begin under keys that nothing had before them. `number` is that of the revision, from 1.
 */
export function revisedState({ program, state }: Running, next: Program, number: number): ExecutionState {
  const place = { before: program, after: next, number, indexOf: sameNode(program, next) };
  return {
    ...state,
    definition: next.reference,
    sequence: movedSequence(state.sequence, place),
    compensables: state.compensables.map((one) => ({ ...one, node: place.indexOf(one.node) })),
  };
}

interface Moving {
  readonly before: Program;
  readonly after: Program;
  readonly number: number;
  /** Where a task of the program before stands in the one after it. */
  readonly indexOf: (index: number) => number;
}

/** Tasks are the same by their path; where several share one (a task, and what stands for it), by their order. */
function sameNode(before: Program, after: Program): (index: number) => number {
  const places = byPath(after);
  const known = byPath(before);
  return (index) => {
    const path = before.tasks[index]?.path ?? '';
    const found = places.get(path)?.[known.get(path)?.indexOf(index) ?? -1];
    assert(found !== undefined, `the task ${path} is not in the revision`);
    return found;
  };
}

function byPath({ tasks }: Program): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  tasks.forEach((task: TaskNode, index) => found.set(task.path, [...(found.get(task.path) ?? []), index]));
  return found;
}

function movedSequence(sequence: SequenceState, moving: Moving): SequenceState {
  return sequence.child === null ? sequence : { ...sequence, child: moved(sequence.child, moving) };
}

function moved(frame: Frame, moving: Moving): Frame {
  const node = moving.indexOf(frame.node);
  switch (frame.kind) {
    case 'do':
    case 'for':
    case 'try':
      return { ...frame, node, sequence: movedSequence(frame.sequence, moving) };
    case 'listen':
      return { ...frame, node, sequence: frame.sequence === null ? null : movedSequence(frame.sequence, moving) };
    case 'fork':
      return { ...frame, node, ...movedBranches(frame, moving) };
    case 'wait':
    case 'call':
      return { ...frame, node };
  }
}

type ForkFrame = Frame & { readonly kind: 'fork' };

function movedBranches(frame: ForkFrame, moving: Moving): Pick<ForkFrame, 'branches' | 'unended'> {
  const old = nodeOf(moving.before, frame);
  const now = moving.after.tasks[moving.indexOf(frame.node)];
  assert(old.kind === 'fork' && now?.kind === 'fork', `${frame.key} is no fork any more`);
  const states = allBranches(frame.branches);
  const branches = now.branches.map(({ name }): BranchState => {
    const state = states[old.branchByName.get(name) ?? -1];
    if (state === undefined || state.kind === 'failed') return { kind: 'blocked', turn: moving.number };
    return state.kind === 'open' ? { ...state, frame: moved(state.frame, moving) } : state;
  });
  return { branches: inChunks(branches), unended: branches.filter(({ kind }) => kind !== 'ended').length };
}
