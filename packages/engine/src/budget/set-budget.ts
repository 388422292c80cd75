import {
  budgetStream,
  budgetToJson,
  capsOfBudget,
  decideBudget,
  namedAccount,
  openAccount,
  type BudgetDecision,
  type BudgetTrigger,
  type FactStreams,
} from '@batonhq/core';
import { ConflictError } from '../errors.ts';
import type { AccountView, BudgetOrder } from './budget-door.ts';
import { usualCurrency } from './budget-options.ts';
import { accountView } from './read-budgets.ts';
import { storedBudget } from './stored-budgets.ts';

/** What an order is decided with. */
export interface Ordering {
  readonly now: number;
  /** What its money is counted in; `USD` by default. */
  readonly currency?: string;
}

/**
 * Writes down what somebody may spend, while no engine runs on the journal: whoever calls this owns it.
 *
 * @throws {ConflictError} when the tenant counts money in another currency.
 * @example
 * await setBudget(journal.streams, { account: 'user/ada', budget: { money: 20 }, per: 'month' }, { now: Date.now() });
 */
export async function setBudget(streams: FactStreams, order: BudgetOrder, ordering: Ordering): Promise<AccountView> {
  const { tenant = 'local' } = order;
  const before = await storedBudget(streams, tenant);
  const decision = decideBudget(before, orderTrigger(order, ordering));
  const { facts, state } = decision;
  if (facts.length > 0)
    await streams.append({ stream: budgetStream(tenant), expectedSeq: before.seq, facts, state: budgetToJson(state) });
  return orderedAccount(order, decision);
}

/** What reaches a tenant's spending by an order. */
export function orderTrigger(
  { account, budget, per, by }: BudgetOrder,
  { now, currency = usualCurrency }: Ordering,
): BudgetTrigger {
  const caps = budget === null ? null : capsOfBudget(budget);
  return {
    kind: 'cap',
    at: now,
    account: namedAccount(account),
    caps,
    ...(per !== undefined && { per }),
    ...(by !== undefined && { by }),
    ...(caps?.money !== undefined && { currency }),
  };
}

/** The account as it is after an order. Throws what a refusal means. */
export function orderedAccount({ account }: BudgetOrder, { refusal, state }: BudgetDecision): AccountView {
  if (refusal?.why === 'currency') {
    const { expected, got } = refusal;
    throw new ConflictError(
      'other-currency',
      `this tenant counts money in ${expected}: a limit in ${got} would mean nothing`,
    );
  }
  const named = namedAccount(account);
  return accountView(named, state.accounts.get(named) ?? openAccount);
}
