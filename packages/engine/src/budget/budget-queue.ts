import {
  budgetStream,
  budgetToJson,
  decideBudget,
  noBudget,
  type BudgetDecision,
  type BudgetState,
  type BudgetTrigger,
  type Fact,
  type FactStreams,
} from '@batonhq/core';
import { appendUntilTaken } from '../fact/append-until-taken.ts';
import type { Clock } from '../time/clock.ts';

/** What the work on one tenant's spending needs. */
export interface BudgetQueueHost {
  readonly streams: FactStreams;
  readonly clock: Clock;
}

interface Waiting {
  readonly trigger: BudgetTrigger;
  readonly resolve: (decision: BudgetDecision) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The spending of one tenant: what reaches it is decided one after the other; what came while a commit was written is
 * decided together and shares the next one.
 *
 * A commit that the journal refuses without harm (a full disk) is tried again until it is taken: others wait behind it.
 */
export class BudgetQueue {
  readonly tenant: string;
  readonly #host: BudgetQueueHost;
  /** The durable state. */
  #state: BudgetState;
  #waiting: Waiting[] = [];
  #isWriting = false;
  #release = Promise.withResolvers<void>();

  constructor(host: BudgetQueueHost, { tenant, state = noBudget }: { readonly tenant: string; state?: BudgetState }) {
    this.#host = host;
    this.tenant = tenant;
    this.#state = state;
  }

  get state(): BudgetState {
    return this.#state;
  }

  /** Fulfils when something that is reserved now, or from now on, is settled: what did not fit may fit then. */
  get released(): Promise<void> {
    return this.#release.promise;
  }

  /** Decides on a trigger when it is its turn; fulfils when what was decided is durable. */
  advance(trigger: BudgetTrigger): Promise<BudgetDecision> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ trigger, resolve, reject });
      if (!this.#isWriting) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        const decisions = await this.#decide(group);
        for (const [index, { resolve }] of group.entries()) {
          const decision = decisions[index];
          if (decision !== undefined) resolve(decision);
        }
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#isWriting = false;
  }

  async #decide(group: readonly Waiting[]): Promise<readonly BudgetDecision[]> {
    const expectedSeq = this.#state.seq;
    const decisions: BudgetDecision[] = [];
    let state = this.#state;
    for (const { trigger } of group) {
      const decision = decideBudget(state, trigger);
      state = decision.state;
      decisions.push(decision);
    }
    const facts = decisions.flatMap((decision) => decision.facts);
    if (facts.length > 0) await this.#commit({ expectedSeq, facts, state });
    this.#state = state;
    if (facts.some(({ kind }) => kind === 'budget.settled' || kind === 'budget.capped')) this.#tellReleased();
    return decisions;
  }

  #tellReleased(): void {
    const { resolve } = this.#release;
    this.#release = Promise.withResolvers<void>();
    resolve();
  }

  async #commit({ expectedSeq, facts, state }: Written): Promise<void> {
    const stream = budgetStream(this.tenant);
    await appendUntilTaken(this.#host, { stream, expectedSeq, facts, state: budgetToJson(state) });
  }
}

interface Written {
  readonly expectedSeq: number;
  readonly facts: readonly Fact[];
  readonly state: BudgetState;
}
