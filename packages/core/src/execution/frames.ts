import { assert } from '../kernel/assert.ts';
import type { Sequence } from '../program/flow.ts';
import type { Program } from '../program/program.ts';
import type { ForkNode, TaskNode } from '../program/task-node.ts';
import type { TaskKey } from '../step/step.ts';
import { allBranches, branchAt, changedBranches } from './branches.ts';
import type { BranchState, ExecutionState, Frame, SequenceState } from './state.ts';
import { escapeName } from '../program/task-path.ts';
import { isUndo, lastName, rootKey, undoKey } from './task-key.ts';

/** Frames from the outermost to the one looked for; empty for the root. */
export type Chain = readonly Frame[];

/** A program and a state of one of its executions. */
export interface Running {
  readonly program: Program;
  readonly state: ExecutionState;
  /** Time of the trigger that is being decided on, where one is. */
  readonly at?: number;
}

/** The compiled task of a frame. */
export function nodeOf(program: Program, frame: Frame): TaskNode {
  const node = program.tasks[frame.node];
  assert(node, `no task ${frame.node} in ${program.reference.name}`);
  return node;
}

/** The compiled fork of a frame. */
export function forkNodeOf(program: Program, frame: Frame): ForkNode {
  const node = nodeOf(program, frame);
  assert(node.kind === 'fork', `${frame.key} is not a fork`);
  return node;
}

const noFrames: Chain = [];

/** The frames around a key, that of the key last; null when the key is not open. */
export function chainTo({ program, state }: Running, key: TaskKey): Chain | null {
  if (key === rootKey || key === undoKey) return noFrames;
  const outermost = outermostTowards(state, key);
  if (outermost === null || outermost.key === key) return outermost && [outermost];
  const chain: Frame[] = [outermost];
  let frame = childTowards(program, outermost, key);
  while (frame !== null) {
    chain.push(frame);
    if (frame.key === key) return chain;
    frame = childTowards(program, frame, key);
  }
  return null;
}

/** The open frame with this key. */
export function frameAt({ program, state }: Running, key: TaskKey): Frame | null {
  if (key === rootKey || key === undoKey) return null;
  let frame = outermostTowards(state, key);
  while (frame !== null && frame.key !== key) frame = childTowards(program, frame, key);
  return frame;
}

function outermostTowards(state: ExecutionState, key: TaskKey): Frame | null {
  return isUndo(key) ? (state.compensation?.sequence.child ?? null) : state.sequence.child;
}

function childTowards(program: Program, frame: Frame, key: TaskKey): Frame | null {
  if (frame.kind === 'fork') {
    const branch = branchAt(frame.branches, branchIndexTowards(program, frame, key));
    return branch?.kind === 'open' ? branch.frame : null;
  }
  return sequenceOf(frame)?.child ?? null;
}

/** The position of the branch that a key inside a fork stands in. */
export function branchIndexTowards(program: Program, fork: Frame, key: TaskKey): number {
  const rest = key.slice(fork.key.length + 1);
  const end = rest.indexOf('/');
  return branchIndex(forkNodeOf(program, fork), lastName(end < 0 ? rest : rest.slice(0, end)));
}

const escapedNames = new WeakMap<ForkNode, ReadonlyMap<string, number>>();

/** The position of a branch by its escaped name; -1 when there is none. */
export function branchIndex(node: ForkNode, escaped: string): number {
  if (!escaped.includes('~')) return node.branchByName.get(escaped) ?? -1;
  let names = escapedNames.get(node);
  if (names === undefined) {
    names = new Map(node.branches.map((branch, index) => [escapeName(branch.name), index]));
    escapedNames.set(node, names);
  }
  return names.get(escaped) ?? -1;
}

/** The sequence inside a frame; null for frames that have none. */
export function sequenceOf(frame: Frame): SequenceState | null {
  return 'sequence' in frame ? frame.sequence : null;
}

/** The compiled sequence that a frame is in. */
export function programSequence(program: Program, frame: Frame): Sequence {
  const node = nodeOf(program, frame);
  if (frame.kind === 'try' && node.kind === 'try') {
    return frame.stage === 'catch' ? (node.catch.sequence ?? emptySequence) : node.sequence;
  }
  if (node.kind === 'listen') return node.foreach?.sequence ?? emptySequence;
  assert(node.kind === 'do' || node.kind === 'for', `${frame.key} has no sequence`);
  return node.sequence;
}

const emptySequence: Sequence = { tasks: [] };

/** The prefix of the keys of the tasks inside a frame. */
export function scopePrefix(frame: Frame): string {
  if (frame.kind === 'for' || frame.kind === 'listen') return `${frame.key}[${frame.index}]`;
  if (frame.kind !== 'try') return frame.key;
  if (frame.stage === 'catch') return `${frame.key}:catch`;
  return frame.attempt === 0 ? frame.key : `${frame.key}:${frame.attempt}`;
}

/** The frames directly inside a frame. */
export function childrenOf(frame: Frame): readonly Frame[] {
  if (frame.kind === 'fork')
    return allBranches(frame.branches).flatMap((branch) => (branch.kind === 'open' ? [branch.frame] : []));
  const child = sequenceOf(frame)?.child;
  return child === null || child === undefined ? [] : [child];
}

/** Calls `visitor` for a frame and everything open inside it, outermost first. */
export function walkFrame(frame: Frame, visitor: (frame: Frame) => void): void {
  const open: Frame[] = [frame];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    visitor(next);
    open.push(...childrenOf(next).toReversed());
  }
}

/** Calls `visitor` for every open frame of an execution. */
export function walkFrames(state: ExecutionState, visitor: (frame: Frame) => void): void {
  if (state.sequence.child !== null) walkFrame(state.sequence.child, visitor);
  const undo = state.compensation?.sequence.child ?? null;
  if (undo !== null) walkFrame(undo, visitor);
}

/** Puts a changed frame into the place of the last one of the chain, copying what is around it. */
export function withFrame(running: Running, chain: Chain, frame: Frame): ExecutionState {
  let current = frame;
  for (let index = chain.length - 2; index >= 0; index -= 1) {
    const parent = chain[index];
    assert(parent, 'a chain has no holes');
    current = withChild(running.program, parent, current);
  }
  return withRootChild(running.state, current);
}

function withChild(program: Program, parent: Frame, child: Frame): Frame {
  if (parent.kind === 'fork') {
    const index = branchIndexTowards(program, parent, child.key);
    const branch = branchAt(parent.branches, index);
    assert(branch?.kind === 'open', `the branch of ${child.key} is not open`);
    return withBranch(parent, index, { ...branch, frame: child });
  }
  return withSequence(parent, { ...sequenceIn(parent), child });
}

/** The sequence inside a frame that must have one. */
export function sequenceIn(frame: Frame): SequenceState {
  const sequence = sequenceOf(frame);
  assert(sequence, `${frame.key} has no sequence`);
  return sequence;
}

/** A frame that has a sequence, with another one. */
export function withSequence(frame: Frame, sequence: SequenceState): Frame {
  assert('sequence' in frame, `${frame.key} has no sequence`);
  return { ...frame, sequence };
}

/** A fork with one branch changed. */
export function withBranch(
  fork: Frame & { readonly kind: 'fork' },
  index: number,
  branch: BranchState,
): Frame & { readonly kind: 'fork' } {
  const ending = branch.kind === 'ended' && branchAt(fork.branches, index)?.kind !== 'ended';
  return {
    ...fork,
    branches: changedBranches(fork.branches, index, branch),
    unended: ending ? fork.unended - 1 : fork.unended,
  };
}

function withRootChild(state: ExecutionState, child: Frame): ExecutionState {
  if (isUndo(child.key)) {
    assert(state.compensation, `${child.key} is not being compensated`);
    return { ...state, compensation: { ...state.compensation, sequence: { ...state.compensation.sequence, child } } };
  }
  return { ...state, sequence: { ...state.sequence, child } };
}
