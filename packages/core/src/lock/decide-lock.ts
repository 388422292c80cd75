import type { Fact } from '../event/fact.ts';
import type { JsonObject } from '../kernel/json.ts';
import { evolveLock, isOf, lockFactVersion } from './evolve-lock.ts';
import type { LockClaim, LockState } from './lock-state.ts';

/** What reaches a lock. */
export type LockTrigger =
  /** A task wants the lock. Asking again changes nothing. */
  | { readonly kind: 'request'; readonly at: number; readonly claim: Omit<LockClaim, 'since'> }
  /** A task has ended, however that was: it gives the lock back, or stops waiting. */
  | { readonly kind: 'leave'; readonly at: number; readonly execution: string; readonly task: string };

/** What a trigger comes to. */
export interface LockDecision {
  readonly state: LockState;
  readonly facts: readonly Fact[];
}

/**
 * Decides about a lock. Pure. Whoever asks first gets it first; it passes on when its holder has ended, and never before.
 */
export function decideLock(state: LockState, trigger: LockTrigger): LockDecision {
  const deciding = new Deciding(state, trigger.at);
  if (trigger.kind === 'request') request(deciding, trigger.claim);
  else leave(deciding, trigger);
  const [next] = deciding.state.waiting;
  if (deciding.state.holder === null && next !== undefined)
    deciding.record('lock.granted', next, { token: deciding.state.token + 1 });
  return { state: deciding.state, facts: deciding.facts };
}

type Task = Pick<LockClaim, 'execution' | 'task'>;

function request(deciding: Deciding, claim: Omit<LockClaim, 'since'>): void {
  const { holder, waiting } = deciding.state;
  const stands = [...(holder === null ? [] : [holder]), ...waiting].some((other) => isOf(other, claim));
  if (!stands) deciding.record('lock.requested', claim, { step: claim.step });
}

function leave(deciding: Deciding, task: Task): void {
  const { holder, waiting } = deciding.state;
  if (holder !== null && isOf(holder, task)) deciding.record('lock.released', task);
  else if (waiting.some((other) => isOf(other, task))) deciding.record('lock.withdrawn', task);
}

/** Folds each fact in at once, so that what follows is decided on the new state. Time never goes back. */
class Deciding {
  state: LockState;
  readonly facts: Fact[] = [];
  readonly #at: number;

  constructor(state: LockState, at: number) {
    this.state = state;
    this.#at = Math.max(at, state.at);
  }

  record(kind: string, { execution, task }: Task, more: JsonObject = {}): void {
    const fields = { execution, task, ...more };
    const fact = { seq: this.state.seq + 1, at: this.#at, kind, version: lockFactVersion, fields };
    this.facts.push(fact);
    this.state = evolveLock(this.state, fact);
  }
}
