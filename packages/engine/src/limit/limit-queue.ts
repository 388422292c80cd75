import {
  decideLimit,
  isUnused,
  limitStream,
  limitToJson,
  obstacleOf,
  type Fact,
  type FactStreams,
  type LimitClaim,
  type LimitRules,
  type LimitState,
  type LimitTrigger,
  type Obstacle,
} from '@batonhq/core';
import { appendUntilTaken } from '../fact/append-until-taken.ts';
import type { Clock } from '../time/clock.ts';
import { storedLimit } from './stored-limits.ts';

/** What the work on one resource needs. */
export interface LimitQueueHost {
  readonly streams: FactStreams;
  readonly clock: Clock;
  now(): number;
  /** What waits here cannot be served any more. */
  failed(error: unknown): void;
}

/** A step that waits for its turn. */
export interface Waiter {
  readonly claim: LimitClaim;
  readonly isOver: boolean;
  /** Milliseconds it would wait, where that is known; however long by default. */
  readonly patience: number;
  /** It may make its call: what the rules count is taken, durably. */
  pass(): void;
  /** It would have to wait for longer than it has patience. */
  refuse(obstacle: Obstacle): void;
}

/** What a resource is told. */
export type LimitNews = Exclude<LimitTrigger, { readonly kind: 'request' }>;

/** A resource, the rules that hold for it, and its state where that is known. */
export interface LimitedResourceState {
  readonly tenant: string;
  readonly resource: string;
  readonly rules: LimitRules;
  readonly state: LimitState | null;
}

/** True for a step that has its place already: it asks once more because its process died. */
function holds({ holders }: LimitState, { execution, step }: LimitClaim): boolean {
  return holders.some((holder) => holder.execution === execution && holder.step === step);
}

/** The wall clock is looked at so often while somebody waits for it, because nobody says when it is changed. */
const look = 10_000;

/**
 * One limited resource: what reaches it is decided one after the other, each on what is durable; those who may go are let
 * through together, in the order they came.
 *
 * A commit that the journal refuses without harm (a full disk) is tried again until it is taken: others wait behind it.
 */
export class LimitQueue {
  readonly tenant: string;
  readonly resource: string;
  readonly rules: LimitRules;
  readonly #host: LimitQueueHost;
  #state: LimitState | null;
  #waiters: Waiter[] = [];
  #tail: Promise<unknown> = Promise.resolve();
  #pending = 0;
  #cancelTimer: (() => void) | null = null;
  #isStopped = false;

  constructor(host: LimitQueueHost, { tenant, resource, rules, state }: LimitedResourceState) {
    this.#host = host;
    this.tenant = tenant;
    this.resource = resource;
    this.rules = rules;
    this.#state = state;
  }

  /** True when it says no more than its stream does, or nothing: it can leave memory. */
  isIdle(now: number): boolean {
    return this.#pending === 0 && this.#waiters.length === 0 && (this.#state === null || isUnused(this.#state, now));
  }

  /** True while the other side wants silence, calls are given up, or others wait: a call has to ask then. */
  isClosed(now: number): boolean {
    if (this.#waiters.length > 0) return true;
    const state = this.#state;
    return state !== null && (state.breaker.kind !== 'closed' || now < (state.heldUntil ?? 0));
  }

  /** What stands in the way of one more call. */
  obstacle(now: number): Obstacle | null {
    return this.#state === null ? null : obstacleOf(this.#state, now);
  }

  /** Lets a step wait for its turn; fulfils when it has been looked at, not when it has passed. */
  ask(waiter: Waiter): Promise<void> {
    this.#waiters.push(waiter);
    return this.#after(() => this.#serve());
  }

  /** A step waits no longer. */
  withdraw({ execution, step }: LimitClaim): void {
    this.#waiters = this.#waiters.filter(({ claim }) => claim.execution !== execution || claim.step !== step);
  }

  /** Tells how a call came back, that its step has ended, or both; fulfils when what follows is durable. */
  tell(triggers: readonly LimitNews[]): Promise<void> {
    return this.#after(async () => {
      const before = await this.#known();
      const facts: Fact[] = [];
      let state = before;
      for (const trigger of triggers) {
        const decision = decideLimit(state, this.rules, trigger);
        facts.push(...decision.facts);
        ({ state } = decision);
      }
      await this.#commit(before.seq, { facts, state });
      if (this.#waiters.length > 0) await this.#serve();
    });
  }

  /** Wakes nobody any more; fulfils when what it was told before is durable, or cannot become so. */
  async close(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    await this.#tail;
  }

  #after(work: () => Promise<void>): Promise<void> {
    this.#pending += 1;
    const done = this.#tail.then(work).finally(() => (this.#pending -= 1));
    this.#tail = done.catch(() => undefined);
    return done;
  }

  async #known(): Promise<LimitState> {
    this.#state ??= await storedLimit(this.#host.streams, this.tenant, this.resource);
    return this.#state;
  }

  async #serve(): Promise<void> {
    const before = await this.#known();
    const at = this.#host.now();
    const passing: Waiter[] = [];
    const facts: Fact[] = [];
    let state = before;
    let obstacle: Obstacle | null = null;
    const waiting = this.#waiters.filter((waiter) => !waiter.isOver);
    for (const waiter of [...waiting.filter(({ claim }) => holds(before, claim)), ...waiting]) {
      if (passing.includes(waiter)) continue;
      const decision = decideLimit(state, this.rules, { kind: 'request', at, claim: waiter.claim });
      ({ state, obstacle } = decision);
      if (obstacle !== null) break;
      passing.push(waiter);
      facts.push(...decision.facts);
    }
    const left = waiting.filter((waiter) => !passing.includes(waiter));
    const refused = left.filter(({ patience }) => (obstacle?.until ?? 0) > at + patience);
    this.#waiters = left.filter((waiter) => !refused.includes(waiter));
    await this.#commit(before.seq, { facts, state });
    for (const waiter of passing) waiter.pass();
    if (obstacle !== null) for (const waiter of refused) waiter.refuse(obstacle);
    this.#sleep(obstacle);
  }

  async #commit(
    expectedSeq: number,
    { facts, state }: { readonly facts: readonly Fact[]; readonly state: LimitState },
  ): Promise<void> {
    if (facts.length === 0) return;
    const stream = limitStream(this.tenant, this.resource);
    const commit = { stream, expectedSeq, facts, state: limitToJson(state) };
    await appendUntilTaken(this.#host, commit, () => this.#isStopped);
    this.#state = state;
  }

  /** Looks again when what stands in the way may be gone. */
  #sleep(obstacle: Obstacle | null): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (obstacle?.until === undefined || this.#isStopped) return;
    const delay = Math.min(look, Math.max(1, obstacle.until - this.#host.now()));
    this.#cancelTimer = this.#host.clock.setTimer(delay, () => {
      this.#after(() => this.#serve()).catch((error: unknown) => this.#host.failed(error));
    });
  }
}
