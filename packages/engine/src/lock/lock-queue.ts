import {
  decideLock,
  lockStream,
  lockToJson,
  type FactStreams,
  type LockDecision,
  type LockState,
  type LockTrigger,
} from '@batonhq/core';
import { appendUntilTaken } from '../fact/append-until-taken.ts';
import type { Clock } from '../time/clock.ts';
import { storedLock } from './stored-locks.ts';

/** What the work on one lock needs. */
export interface LockQueueHost {
  readonly streams: FactStreams;
  readonly clock: Clock;
}

/**
 * One lock: what reaches it is decided one after the other, each on what is durable.
 *
 * A commit that the journal refuses without harm (a full disk) is tried again until it is taken: others wait behind it.
 */
export class LockQueue {
  readonly tenant: string;
  readonly key: string;
  readonly #host: LockQueueHost;
  #state: LockState | null;
  #tail: Promise<unknown> = Promise.resolve();
  #pending = 0;

  constructor(host: LockQueueHost, { tenant, key, state }: Named) {
    this.#host = host;
    this.tenant = tenant;
    this.key = key;
    this.#state = state;
  }

  /** True when nobody holds it, waits for it, or is about to: it can leave memory. */
  get isIdle(): boolean {
    return this.#pending === 0 && (this.#state === null || this.#state.holder === null);
  }

  /** Decides on a trigger when it is its turn; fulfils when what was decided is durable. */
  advance(trigger: (at: LockState) => LockTrigger | null): Promise<LockDecision> {
    this.#pending += 1;
    const done = this.#tail.then(() => this.#decide(trigger)).finally(() => (this.#pending -= 1));
    this.#tail = done.catch(() => undefined);
    return done;
  }

  async #decide(triggerFor: (at: LockState) => LockTrigger | null): Promise<LockDecision> {
    const { streams } = this.#host;
    this.#state ??= await storedLock(streams, this.tenant, this.key);
    const state = this.#state;
    const trigger = triggerFor(state);
    const decision = trigger === null ? { state, facts: [] } : decideLock(state, trigger);
    if (decision.facts.length === 0) return decision;
    await this.#commit(state.seq, decision);
    this.#state = decision.state;
    return decision;
  }

  async #commit(expectedSeq: number, { facts, state }: LockDecision): Promise<void> {
    const stream = lockStream(this.tenant, this.key);
    await appendUntilTaken(this.#host, { stream, expectedSeq, facts, state: lockToJson(state) });
  }
}

/** A lock and its state, where that is known. */
interface Named {
  readonly tenant: string;
  readonly key: string;
  readonly state: LockState | null;
}
