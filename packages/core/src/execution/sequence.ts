import type { Sequence } from '../program/flow.ts';
import { frameAt, programSequence, scopePrefix, sequenceOf } from './frames.ts';
import type { Frame, SequenceState } from './state.ts';
import { escapeName } from '../program/task-path.ts';
import { childKey, parentOf, rootKey } from './task-key.ts';
import type { Transition } from './transition.ts';

/** A sequence as it runs, with what it was compiled to and the prefix of its tasks' keys. */
export interface RunningSequence {
  readonly state: SequenceState;
  readonly compiled: Sequence;
  readonly prefix: string;
}

/** Puts the next task of a frame's sequence on the list of work; says when there is none left. */
export function sequenceFlow(tx: Transition, frame: Frame): 'busy' | 'at end' {
  const state = sequenceOf(frame);
  return state === null
    ? 'busy'
    : advanceSequence(tx, { state, compiled: programSequence(tx.program, frame), prefix: scopePrefix(frame) });
}

/** The same for any sequence, the workflow's own among them. */
export function advanceSequence(tx: Transition, sequence: RunningSequence): 'busy' | 'at end' {
  if (sequence.state.child !== null) return 'busy';
  const task = sequence.compiled.tasks[sequence.state.position];
  const key = nextKey(tx, sequence);
  if (task === undefined || key === null) return 'at end';
  tx.work.push({ kind: 'enter', key, task, rawInput: sequence.state.value });
  return 'busy';
}

/** The key of the task that a sequence begins next; null at its end. */
export function nextKey(tx: Transition, { state, compiled, prefix }: RunningSequence): string | null {
  const task = compiled.tasks[state.position];
  const node = task === undefined ? undefined : tx.program.tasks[task];
  return node === undefined ? null : childKey(prefix, escapeName(node.name), state.turn);
}

/** The workflow's own sequence. */
export function rootSequence(tx: Transition): RunningSequence {
  return { state: tx.state.sequence, compiled: tx.program.root, prefix: '' };
}

/** The position of a task that is just being entered, in its own sequence. */
export function sequencePosition(tx: Transition, key: string): number {
  const parent = parentOf(key);
  const frame = parent === rootKey ? null : frameAt(tx, parent);
  return (frame === null ? tx.state.sequence : (sequenceOf(frame) ?? tx.state.sequence)).position;
}
