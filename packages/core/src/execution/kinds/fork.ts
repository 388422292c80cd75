import { assert } from '../../kernel/assert.ts';
import type { Fault } from '../../kernel/fault.ts';
import { allBranches, branchAt, flowingInto, turnOf } from '../branches.ts';
import { begin } from '../entering.ts';
import { abandonChildren, complete, raise } from '../ending.ts';
import { forkNodeOf, frameAt } from '../frames.ts';
import type { BranchState, Frame } from '../state.ts';
import { escapeName } from '../../program/task-path.ts';
import { childKey } from '../task-key.ts';
import type { Transition } from '../transition.ts';
import { awaitRevision } from '../revision/await-revision.ts';
import type { ContainerHandler, TaskHandler } from './handler.ts';

type ForkFrame = Frame & { readonly kind: 'fork' };

/**
 * `fork`: every branch starts the moment the branches it comes after have ended; the join waits for all. With
 * `compete` the first branch to complete wins, the others are abandoned, and the fork faults only when all do; when
 * none completes and one was skipped, what flowed in flows on.
 */
export const forkTask: TaskHandler<'fork'> & ContainerHandler<'fork'> = {
  enter(tx, entry) {
    begin(tx, entry);
    tx.work.push({ kind: 'flow', key: entry.key });
  },
  flow(tx, { frame }) {
    const node = forkNodeOf(tx.program, frame);
    for (let index = 0; index < node.branches.length && !tx.halted; index += 1) startBranch(tx, frame.key, index);
    join(tx, frame.key);
  },
  fault(tx, { frame }, fault) {
    const node = forkNodeOf(tx.program, frame);
    if (awaitRevision(tx, frame, fault)) return;
    if (!node.compete || node.fragile === true) raise(tx, frame.key, fault);
    else if (frame.unended === 0) lose(tx, frame, fault);
  },
};

/** A branch ended: a race may be won, branches that waited for it may start, the fork may join. */
export function branchEnded(tx: Transition, key: string, index: number): void {
  const fork = forkAt(tx, key);
  if (fork === null) return;
  const node = forkNodeOf(tx.program, fork);
  const ended = branchAt(fork.branches, index);
  if (node.compete) {
    if (ended?.kind === 'ended' && ended.how === 'completed') win(tx, fork, ended);
    else if (fork.unended === 0) lose(tx, fork, null);
    return;
  }
  for (const successor of node.branches[index]?.successors ?? []) if (!tx.halted) startBranch(tx, key, successor);
  join(tx, key);
}

function forkAt(tx: Transition, key: string): ForkFrame | null {
  const frame = frameAt(tx, key);
  return frame?.kind === 'fork' ? frame : null;
}

function startBranch(tx: Transition, key: string, index: number): void {
  const fork = forkAt(tx, key);
  if (fork === null) return;
  const branch = forkNodeOf(tx.program, fork).branches[index];
  assert(branch, `${key} has no branch ${index}`);
  if (branchAt(fork.branches, index)?.kind !== 'blocked') return;
  const before = branch.after.map((position) => branchAt(fork.branches, position));
  if (before.some((state) => state?.kind !== 'ended')) return;
  const task = tx.program.tasks[branch.task];
  assert(task, `branch ${branch.name} is not in the program`);
  const own = childKey(key, escapeName(branch.name), turnOf(fork.branches, index));
  if (task.metadata.requires === true && before.some((state) => state?.kind === 'ended' && state.how !== 'completed')) {
    tx.emit({ kind: 'task.skipped', task: own, reason: 'what it requires has no value' });
    tx.work.push({ kind: 'branch', fork: key, index });
    return;
  }
  tx.work.push({ kind: 'enter', key: own, task: branch.task, rawInput: flowingInto(fork, index) });
}

function win(tx: Transition, fork: ForkFrame, winner: BranchState & { readonly kind: 'ended' }): void {
  abandonChildren(tx, fork, 'another branch won the race');
  complete(tx, { key: fork.key, output: winner.output });
}

/** Every branch of a race has ended and none won. */
function lose(tx: Transition, fork: ForkFrame, last: Fault | null): void {
  const allFaulted = allBranches(fork.branches).every((branch) => branch.kind === 'ended' && branch.how === 'faulted');
  if (last !== null && allFaulted) raise(tx, fork.key, last);
  else complete(tx, { key: fork.key, output: fork.input });
}

function join(tx: Transition, key: string): void {
  const fork = forkAt(tx, key);
  if (fork !== null && fork.unended === 0 && !tx.halted && !forkNodeOf(tx.program, fork).compete) complete(tx, { key });
}
