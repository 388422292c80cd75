import type { Fault } from '../../kernel/fault.ts';
import { forkNodeOf } from '../frames.ts';
import type { Frame } from '../state.ts';
import { parentOf, rootKey } from '../task-key.ts';
import type { Transition } from '../transition.ts';

/**
 * True when a plan goes on waiting for another way instead of failing with its task: its document says so, it is one fork, and
 * nobody meant it to fail. What a person or a policy does not allow is such a word, and no reason to look for another way.
 */
export function awaitRevision(tx: Transition, fork: Frame & { readonly kind: 'fork' }, fault: Fault): boolean {
  const { program, state } = tx;
  if (program.metadata.onFault !== 'revise' || state.ending !== null || tx.denied === fault) return false;
  if (parentOf(fork.key) !== rootKey || forkNodeOf(program, fork).compete) return false;
  const task = [...tx.faulted].findLast((key) => parentOf(key) === fork.key);
  if (task === undefined) return false;
  tx.emit({ kind: 'revision.awaited', task, fault });
  return true;
}
