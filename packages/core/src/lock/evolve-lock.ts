import { assert } from '../kernel/assert.ts';
import type { Json } from '../kernel/json.ts';
import type { Fact } from '../event/fact.ts';
import { NewerEventError } from '../event/newer-event-error.ts';
import { freeLock, type LockClaim, type LockState } from './lock-state.ts';

/** The version in which facts of locks are written. */
export const lockFactVersion = 1;

/** Folds one fact into the state of a lock. @throws {NewerEventError} for a fact that this release does not know. */
export function evolveLock(state: LockState, fact: Fact): LockState {
  const { seq, at, kind, version, fields } = fact;
  if (version > lockFactVersion) throw new NewerEventError(kind, version);
  const claim = { execution: text(fields['execution']), task: text(fields['task']) };
  switch (kind) {
    case 'lock.requested':
      return { ...state, seq, at, waiting: [...state.waiting, { ...claim, step: text(fields['step']), since: at }] };
    case 'lock.granted': {
      const [next, ...waiting] = state.waiting;
      assert(
        state.holder === null && next !== undefined && isOf(next, claim),
        'a lock is granted to the next who waits',
      );
      return { seq, at, token: Number(fields['token']), holder: { ...next, since: at }, waiting };
    }
    case 'lock.released':
      return { ...state, seq, at, holder: null };
    case 'lock.withdrawn':
      return { ...state, seq, at, waiting: state.waiting.filter((other) => !isOf(other, claim)) };
    default:
      throw new NewerEventError(kind, version);
  }
}

/** Folds the facts of a lock's stream, from the first. */
export function foldLock(facts: readonly Fact[]): LockState {
  return facts.reduce(evolveLock, freeLock);
}

/** True when a claim is that of this task. */
export function isOf(claim: LockClaim, { execution, task }: Pick<LockClaim, 'execution' | 'task'>): boolean {
  return claim.execution === execution && claim.task === task;
}

function text(value: Json | undefined): string {
  assert(typeof value === 'string', 'a fact of a lock names its task in texts');
  return value;
}
