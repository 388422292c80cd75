import type { Fact } from '../event/fact.ts';
import { assert } from '../kernel/assert.ts';
import type { JsonObject } from '../kernel/json.ts';
import { amountsToJson, areAmounts, excess, plus, type Amounts, type Excess } from './amounts.ts';
import { openAccount, type BudgetState } from './budget-state.ts';
import { budgetFactVersion, evolveBudget } from './evolve-budget.ts';

/** What reaches a tenant's spending. `at` in milliseconds since 1970. */
export type BudgetTrigger =
  /** Somebody may spend so much from now on, all in all; what was spent already counts. */
  | { readonly kind: 'cap'; readonly at: number; readonly account: string; readonly caps: Amounts }
  /**
   * A call is about to begin that costs at most this. `call` names it over all its attempts: when an attempt before it
   * was never settled, nobody knows what that one cost, so its worst case counts as spent.
   */
  | {
      readonly kind: 'reserve';
      readonly at: number;
      readonly call: string;
      readonly accounts: readonly string[];
      readonly amounts: Amounts;
    }
  /** The call of a reservation cost this. */
  | { readonly kind: 'settle'; readonly at: number; readonly reservation: string; readonly spent: Amounts }
  /** An account is needed no more; its calls have ended. What it spent stays in the other accounts that paid with it. */
  | { readonly kind: 'close'; readonly at: number; readonly account: string };

/** What a trigger comes to: facts to record, and for a reservation its name or why it is refused. */
export interface BudgetDecision {
  readonly state: BudgetState;
  readonly facts: readonly Fact[];
  readonly reservation: string | null;
  readonly refusal: BudgetRefusal | null;
}

/** The account that cannot pay, and by how much. */
export interface BudgetRefusal extends Excess {
  readonly account: string;
}

/**
 * Decides about spending. Pure.
 *
 * A reservation is granted when its worst case fits into every account that pays; then no sum of calls, whatever dies in
 * between, can exceed a cap by more than a provider charges beyond the worst case it was asked for. Repeating a trigger
 * changes nothing twice.
 */
export function decideBudget(state: BudgetState, trigger: BudgetTrigger): BudgetDecision {
  const deciding = new Deciding(state, trigger.at);
  switch (trigger.kind) {
    case 'cap':
      assert(areAmounts(trigger.caps), 'caps are whole numbers');
      deciding.record('budget.capped', { account: trigger.account, caps: amountsToJson(trigger.caps) });
      break;
    case 'reserve':
      return reserve(deciding, trigger);
    case 'settle':
      assert(areAmounts(trigger.spent), 'what is spent is whole numbers');
      if (deciding.state.reservations.has(trigger.reservation))
        deciding.record('budget.settled', { reservation: trigger.reservation, spent: amountsToJson(trigger.spent) });
      break;
    case 'close':
      if (isIdle(deciding.state, trigger.account)) deciding.record('budget.closed', { account: trigger.account });
      break;
  }
  return deciding.result(null, null);
}

function reserve(deciding: Deciding, { call, accounts, amounts }: BudgetTrigger & { kind: 'reserve' }): BudgetDecision {
  assert(areAmounts(amounts), 'what is reserved is whole numbers');
  for (const [id, open] of deciding.state.reservations)
    if (callOf(id) === call) deciding.record('budget.settled', { reservation: id, spent: amountsToJson(open.amounts) });
  for (const account of accounts) {
    const { caps, spent, reserved } = deciding.state.accounts.get(account) ?? openAccount;
    const short = excess(amounts, plus(spent, reserved), caps);
    if (short !== null) return deciding.result(null, { account, ...short });
  }
  const reservation = `${call}@${deciding.state.seq + 1}`;
  deciding.record('budget.reserved', { reservation, accounts: [...accounts], amounts: amountsToJson(amounts) });
  return deciding.result(reservation, null);
}

/** The call that a reservation is for. */
function callOf(reservation: string): string {
  return reservation.slice(0, reservation.lastIndexOf('@'));
}

function isIdle({ accounts, reservations }: BudgetState, account: string): boolean {
  return accounts.has(account) && [...reservations.values()].every((one) => !one.accounts.includes(account));
}

/** Folds each fact in at once, so that what follows is decided on the new state. Time never goes back. */
class Deciding {
  state: BudgetState;
  readonly #facts: Fact[] = [];
  readonly #at: number;

  constructor(state: BudgetState, at: number) {
    this.state = state;
    this.#at = Math.max(at, state.at);
  }

  record(kind: string, fields: JsonObject): void {
    const fact = { seq: this.state.seq + 1, at: this.#at, kind, version: budgetFactVersion, fields };
    this.#facts.push(fact);
    this.state = evolveBudget(this.state, fact);
  }

  result(reservation: string | null, refusal: BudgetRefusal | null): BudgetDecision {
    return { state: this.state, facts: this.#facts, reservation, refusal };
  }
}
