import { budgetStream, executionAccount, type Account } from '@batonhq/core';
import type { AccountView, BudgetReading, BudgetView, Spending } from './budget-door.ts';
import { closedAccount, type ReadStreams } from './closed-account.ts';
import { CostBook } from './cost-book.ts';
import { storedBudget } from './stored-budgets.ts';

/**
 * What a journal says about spending.
 *
 * @example
 * const { accounts } = await budgetReading(journal.streams).list('local');
 */
export function budgetReading(streams: ReadStreams): BudgetReading {
  return {
    list: (tenant = 'local') => listed(streams, tenant),
    costs: async ({ tenant = 'local', ...rows } = {}) => (await new CostBook(streams).of(tenant)).page(rows).entries,
  };
}

/** An account as people see it. */
export function accountView(account: string, { caps, per, isSet, spent, reserved }: Account): AccountView {
  return { account, caps, per, isSet, spent, reserved };
}

/** What an execution spent and may, also after its account was closed; null when it never spent anything. */
export async function spendingOf(
  streams: ReadStreams,
  { id, tenant, endedAt }: { readonly id: string; readonly tenant: string; readonly endedAt: number | null },
): Promise<Spending | null> {
  const state = await storedBudget(streams, tenant);
  const account = executionAccount(id);
  const open = state.accounts.get(account);
  if (open !== undefined) {
    const { caps, spent, reserved } = open;
    return { caps, spent, reserved, currency: state.currency };
  }
  if (endedAt === null || state.seq === 0) return null;
  const closed = await closedAccount(streams, {
    stream: budgetStream(tenant),
    last: state.seq,
    account,
    from: endedAt,
  });
  return closed === null ? null : { ...closed, reserved: {}, currency: state.currency };
}

async function listed(streams: ReadStreams, tenant: string): Promise<BudgetView> {
  const { currency, accounts } = await storedBudget(streams, tenant);
  return { tenant, currency, accounts: [...accounts].map(([name, account]) => accountView(name, account)) };
}
