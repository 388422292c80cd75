import {
  areAmounts,
  capsOfBudget,
  decideBudget,
  executionAccount,
  executionOfAccount,
  fault,
  partAccount,
  type Amounts,
  type BudgetDecision,
  type BudgetRefusal,
  type BudgetState,
  type BudgetTrigger,
  type CallCost,
  type ExecutionState,
  type Fault,
  type Program,
  type Recorded,
  type StepId,
  type StreamJournal,
} from '@batonhq/core';
import { EngineClosedError } from '../errors.ts';
import type { StepCost } from '../function/context.ts';
import type { Attempt } from '../perform/attempt.ts';
import type { Clock } from '../time/clock.ts';
import type { AccountView, BudgetOrder } from './budget-door.ts';
import { budgetFault, mayFitLater } from './budget-fault.ts';
import { usualCurrency, type BudgetOptions } from './budget-options.ts';
import { BudgetQuestions, isGone, type BudgetQuestionsHost, type Wanting } from './budget-questions.ts';
import { BudgetQueue } from './budget-queue.ts';
import { payersAround, payersOf, type PaidStep } from './payers.ts';
import { countsCalls } from './counts-calls.ts';
import { isOutside, paidFor, type Price } from './price.ts';
import { orderedAccount, orderTrigger } from './set-budget.ts';
import { allBudgets } from './stored-budgets.ts';

/** What budgets need of the engine around them. */
export interface BudgetsHost {
  readonly journal: Pick<StreamJournal, 'streams'>;
  readonly clock: Clock;
  readonly options: BudgetOptions;
  now(): number;
  /** How an execution stands by what is durable of it; null when there is none any more. */
  stateOf(execution: string): Promise<ExecutionState | null>;
  /** The engine cannot go on. */
  failed(error: unknown): void;
  /** Asks people about an execution; fulfils with how it stands when that is durable. */
  readonly ask: BudgetQuestionsHost['ask'];
}

const unsound = 'what a step may cost is said in whole numbers that are not negative';

/** A call that may be made, and what it may cost; `settle` once, when that is known. */
export interface HeldReservation {
  readonly amounts: Amounts;
  readonly settle: (spent: Amounts) => Promise<void>;
}

/** What asking for money came to. */
export type Reserved =
  | { readonly kind: 'granted'; readonly held: HeldReservation }
  | { readonly kind: 'refused'; readonly fault: Fault };

/**
 * What the tenants of a journal spend: the worst case of a call is set aside, durably, before its attempt begins, and what
 * it really cost is recorded before its outcome is.
 *
 * Invariants:
 * 1. An attempt that costs something begins only when its reservation is durable. Each attempt has its own: a provider
 *    charges for each.
 * 2. A reservation is settled once. When nobody can tell any more what an attempt cost (its process died, its code threw),
 *    its worst case counts as spent.
 * 3. The accounts of an execution and its tasks close with it, when their last reservation is settled.
 */
export class Budgets {
  readonly #host: BudgetsHost;
  readonly #queues = new Map<string, BudgetQueue>();
  readonly #questions: BudgetQuestions;
  /** Executions that have accounts. */
  readonly #paying = new Set<string>();

  constructor(host: BudgetsHost) {
    this.#host = host;
    this.#questions = new BudgetQuestions(host);
  }

  /** What money is counted in. */
  get currency(): string {
    return this.#host.options.currency ?? usualCurrency;
  }

  /**
   * Reads what everybody has spent, before anything is performed. What a process before this one left open nobody can
   * tell the cost of any more (2).
   */
  async open(): Promise<void> {
    const { journal, clock } = this.#host;
    for (const { tenant, state } of await allBudgets(journal.streams)) {
      const queue = new BudgetQueue({ streams: journal.streams, clock }, { tenant, state });
      this.#queues.set(tenant, queue);
      for (const execution of executionsIn(state)) this.#paying.add(execution);
      const left = [...state.reservations.keys()];
      await Promise.all(left.map((reservation) => this.#advance(queue, { kind: 'forfeit', reservation })));
    }
  }

  /** Makes up for what a crash left: an execution that ended has no account. */
  async reconcile(): Promise<void> {
    for (const queue of this.#queues.values())
      for (const execution of executionsIn(queue.state)) {
        const state = await this.#host.stateOf(execution);
        if (state === null || state.endedAt !== null) await this.#close(queue, executionAccount(execution));
      }
  }

  /** Sets the worst case of a step's attempt aside, or says who cannot pay it. */
  async reserve(attempt: Attempt, step: StepId, cost: StepCost): Promise<Reserved> {
    const { resident } = attempt;
    const { state } = resident;
    if (state === null) throw new EngineClosedError();
    const { of, worst, within, around = [], isUnpriced = false, currency = this.currency } = cost;
    // Its accounts may be closed by now: what nobody waits for any more must not open them again.
    if (attempt.isOver)
      return { kind: 'refused', fault: fault('runtime', 'the step was abandoned before it was paid for') };
    const limited = [...(within === undefined ? [] : [{ step: attempt.order.id, within }]), ...around];
    if (!areAmounts(worst) || !limited.every((one) => areAmounts(one.within)))
      return { kind: 'refused', fault: fault('validation', unsound) };
    const missions = limited.map((one) => ({
      account: partAccount(state.id, 'mission', one.step),
      caps: one.within,
    }));
    const decision = await this.#pay(attempt, {
      call: callName(state.id, step),
      amounts: worst,
      of,
      isUnpriced,
      accounts: () => [...missions, ...this.#payers(attempt, step)],
      ...(worst.money !== undefined && { currency }),
    });
    if (decision.granted === null) return { kind: 'refused', fault: this.#fault(decision, of) };
    const { reservation, amounts } = decision.granted;
    const queue = this.#queueOf(state.origin.tenant);
    const settle = async (spent: Amounts): Promise<void> => {
      await this.#advance(queue, { kind: 'settle', reservation, spent });
    };
    return { kind: 'granted', held: { amounts, settle } };
  }

  /** True when an attempt has to be paid before it begins: most have not, and nothing is written for them. */
  isPaid({ resident, order, cause }: Attempt, price: Price | null): boolean {
    if (cause === 'revived' || order.probing === true || resident.state === null) return false;
    return price !== null || (isOutside(order.effect) && this.#countsCalls(resident.program, resident.state));
  }

  /** The accounts that a child execution of this attempt pays from too. */
  payersAround({ resident: { program, state }, order }: Attempt): ReturnType<typeof payersAround> {
    return state === null ? [] : payersAround({ program, state, step: order.id }, this.#host.options);
  }

  /** Pays for an attempt whose price is known beforehand; fulfils with why it may not begin, null when it may. */
  async pay(attempt: Attempt, price: Price | null): Promise<Fault | null> {
    const { order } = attempt;
    const { state } = attempt.resident;
    if (state === null) throw new EngineClosedError();
    const { money, tokens } = capsOfBudget(price ?? {});
    const of = paidFor(order.effect);
    const decision = await this.#pay(attempt, {
      call: callName(state.id, order.id),
      amounts: { calls: 1, ...(money !== undefined && { money }), ...(tokens !== undefined && { tokens }) },
      of,
      isFixed: true,
      accounts: () => this.#payers(attempt, order.id),
      ...(money !== undefined && { currency: this.currency }),
    });
    return decision.refusal === null ? null : this.#fault(decision, of);
  }

  /** Limits what an account may spend. */
  async set(order: BudgetOrder): Promise<AccountView> {
    const ordering = { now: this.#host.now(), currency: this.currency };
    const queue = this.#queueOf(order.tenant ?? 'local');
    return orderedAccount(order, await queue.advance(orderTrigger(order, ordering)));
  }

  /** Events of an execution became durable: what its tasks had to spend is needed no more when they have ended. */
  recorded(state: ExecutionState, events: readonly Recorded[]): void {
    const { id, origin, endedAt } = state;
    if (state.supervision !== undefined) this.#questions.recorded(state);
    const queue = this.#paying.has(id) ? this.#queues.get(origin.tenant) : undefined;
    if (queue === undefined) return;
    if (endedAt !== null) {
      this.#paying.delete(id);
      this.#closeSoon(queue, executionAccount(id));
      return;
    }
    for (const account of accountsOfEnded(id, events))
      if (queue.state.accounts.has(account)) this.#closeSoon(queue, account);
  }

  #countsCalls(program: Program, { origin }: ExecutionState): boolean {
    const accounts = this.#queues.get(origin.tenant)?.state.accounts;
    return countsCalls({ program, origin, options: this.#host.options, accounts });
  }

  /** Who pays for a step, as things stand: people may have let some of them spend more. */
  #payers({ resident: { program, state } }: Attempt, step: StepId): CallCost['accounts'] {
    return state === null ? [] : payersOf({ program, state, step }, this.#host.options);
  }

  /**
   * What would fit if calls in flight cost less than their worst waits for them: they always end. What does not fit even so waits for
   * people, where a budget says that they are asked.
   */
  async #pay(attempt: Attempt, { accounts, ...cost }: Costing): Promise<BudgetDecision> {
    const queue = this.#queueOf(attempt.resident.state?.origin.tenant ?? '');
    for (;;) {
      const { released } = queue;
      const payers = accounts();
      // A child pays from the accounts of executions around it, which may have paid for nothing themselves.
      for (const { account } of payers) {
        const execution = executionOfAccount(account);
        if (execution !== null) this.#paying.add(execution);
      }
      const decision = await this.#advance(queue, { kind: 'reserve', ...cost, accounts: payers });
      if (decision.refusal === null) return decision;
      if (mayFitLater(decision.refusal)) await released;
      else if (!(await this.#mayHaveMore(attempt, decision, cost.of))) return decision;
      if (attempt.isOver) return decision;
    }
  }

  async #mayHaveMore(attempt: Attempt, { refusal }: BudgetDecision, of: string): Promise<boolean> {
    const { program, state } = attempt.resident;
    try {
      return await this.moreFor({ program, state, isOver: () => attempt.isOver }, refusal, of);
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  }

  /** True when people let who cannot pay spend more; false when they did not, or need not be asked. */
  moreFor(wanting: Wanting, refusal: BudgetRefusal | null, of: string): Promise<boolean> {
    return this.#questions.moreFor(wanting, refusal, { of, currency: this.currency });
  }

  /** Why a call with this price could not be paid now; null when it could. Sets nothing aside. */
  refusalFor(
    paid: PaidStep,
    { of, price }: { readonly of: string; readonly price: Price | null },
  ): BudgetRefusal | null {
    const { state } = this.#queueOf(paid.state.origin.tenant);
    const { money, tokens } = capsOfBudget(price ?? {});
    const amounts = { calls: 1, ...(money !== undefined && { money }), ...(tokens !== undefined && { tokens }) };
    const call = callName(paid.state.id, paid.step);
    const accounts = payersOf(paid, this.#host.options);
    return decideBudget(state, { kind: 'reserve', at: this.#host.now(), call, amounts, of, isFixed: true, accounts })
      .refusal;
  }

  #fault({ refusal }: BudgetDecision, of: string): Fault {
    if (refusal === null) throw new EngineClosedError();
    return budgetFault(refusal, { of, currency: this.currency });
  }

  #closeSoon(queue: BudgetQueue, account: string): void {
    this.#close(queue, account).catch((error: unknown) => this.#host.failed(error));
  }

  async #close(queue: BudgetQueue, account: string): Promise<void> {
    await this.#advance(queue, { kind: 'close', account });
  }

  #advance(queue: BudgetQueue, trigger: WithoutTime<BudgetTrigger>): Promise<BudgetDecision> {
    return queue.advance({ ...trigger, at: this.#host.now() });
  }

  #queueOf(tenant: string): BudgetQueue {
    const { journal, clock } = this.#host;
    const queue = this.#queues.get(tenant) ?? new BudgetQueue({ streams: journal.streams, clock }, { tenant });
    this.#queues.set(tenant, queue);
    return queue;
  }
}

/** The name of a call in the stream of its tenant: the same for all its attempts. */
function callName(execution: string, step: StepId): string {
  return JSON.stringify([execution, step]);
}

/** What a call costs; who pays is looked up anew each time it is tried. */
type Costing = Omit<CallCost, 'accounts'> & { readonly accounts: () => CallCost['accounts'] };

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;

function executionsIn({ accounts }: BudgetState): ReadonlySet<string> {
  return new Set([...accounts.keys()].flatMap((account) => executionOfAccount(account) ?? []));
}

function accountsOfEnded(execution: string, events: readonly Recorded[]): readonly string[] {
  return events.flatMap(({ event }) => {
    if (event.kind !== 'task.completed' && event.kind !== 'task.faulted' && event.kind !== 'task.cancelled') return [];
    return [partAccount(execution, 'task', event.task), partAccount(execution, 'mission', event.task)];
  });
}
