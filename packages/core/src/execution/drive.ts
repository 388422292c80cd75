import type { Fault } from '../kernel/fault.ts';
import type { TaskKey } from '../step/step.ts';
import { enter } from './enter.ts';
import { frameAt, walkFrames } from './frames.ts';
import { branchEnded } from './kinds/fork.ts';
import { faultInside, flowInside } from './kinds/registry.ts';
import { advanceSequence, rootSequence } from './sequence.ts';
import { rootKey, undoKey } from './task-key.ts';
import type { Transition, Work } from './transition.ts';
import { finish, unwind, workflowFaulted } from './unwind.ts';

/**
 * Does the work of a transition until the execution rests: everything open waits for the outside, or it has ended.
 *
 * What a suspended or exhausted execution leaves undone needs no list: it can be read off the state, and
 * {@link driveAll} finds it again. Faults and ended branches are not put off: which branch won a race cannot be read
 * off the state later.
 */
export function drive(tx: Transition): void {
  for (let next = 0; next < tx.work.length; next += 1) {
    const work = tx.work[next];
    if (work !== undefined && (!tx.halted || work.kind === 'fault' || work.kind === 'branch')) perform(tx, work);
  }
  tx.work.length = 0;
}

/** Looks at every open frame for something to move on with. */
export function driveAll(tx: Transition): void {
  if (tx.state.ending !== null) tx.work.push({ kind: 'flow', key: undoKey });
  else tx.work.push({ kind: 'flow', key: rootKey });
  walkFrames(tx.state, (frame) => tx.work.push({ kind: 'flow', key: frame.key }));
  drive(tx);
}

function perform(tx: Transition, work: Work): void {
  switch (work.kind) {
    case 'enter':
      return enter(tx, work);
    case 'branch':
      return branchEnded(tx, work.fork, work.index);
    case 'fault':
      return faulted(tx, work.key, work.fault);
    case 'flow':
      return flow(tx, work.key);
  }
}

function flow(tx: Transition, key: TaskKey): void {
  if (key === undoKey) return unwind(tx);
  if (key === rootKey) return flowRoot(tx);
  const frame = frameAt(tx, key);
  return frame === null ? undefined : flowInside(tx, frame);
}

function flowRoot(tx: Transition): void {
  if (tx.state.ending !== null) return unwind(tx);
  return advanceSequence(tx, rootSequence(tx)) === 'at end' ? finish(tx) : undefined;
}

function faulted(tx: Transition, key: TaskKey, fault: Fault): void {
  if (key === rootKey) return workflowFaulted(tx, fault);
  if (key === undoKey) {
    tx.work.push({ kind: 'flow', key: undoKey });
    return;
  }
  const frame = frameAt(tx, key);
  if (frame !== null) faultInside(tx, frame, fault);
}
