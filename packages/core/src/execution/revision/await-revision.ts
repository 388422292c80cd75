import type { Fault } from '../../kernel/fault.ts';
import type { TaskKey } from '../../step/step.ts';
import { forkNodeOf, frameAt } from '../frames.ts';
import type { Frame } from '../state.ts';
import { parentOf, rootKey } from '../task-key.ts';
import type { Transition } from '../transition.ts';

/**
 * True when a plan goes on waiting for another way instead of failing with its task: its document says so, it is one fork, and
 * nobody meant it to fail. What a person or a policy does not allow is such a word, and no reason to look for another way.
 */
export function awaitRevision(tx: Transition, fork: Frame & { readonly kind: 'fork' }, fault: Fault): boolean {
  if (tx.state.ending !== null || tx.denied === fault || !isPlan(tx, fork)) return false;
  const task = [...tx.faulted].findLast((key) => parentOf(key) === fork.key);
  if (task === undefined) return false;
  tx.emit({ kind: 'revision.awaited', task, fault });
  return true;
}

/** True for a task of a plan that is revised when one of its tasks fails: what cannot be called at all is such a failure there. */
export function isTaskOfPlan(tx: Transition, key: TaskKey): boolean {
  const fork = tx.program.metadata.onFault === undefined ? null : frameAt(tx, parentOf(key));
  return fork?.kind === 'fork' && isPlan(tx, fork);
}

function isPlan({ program }: Transition, fork: Frame & { readonly kind: 'fork' }): boolean {
  return program.metadata.onFault === 'revise' && parentOf(fork.key) === rootKey && !forkNodeOf(program, fork).compete;
}
