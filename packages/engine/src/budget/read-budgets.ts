import { budgetStream, CostLedger, executionAccount, type Account, type CostEntry, type Fact } from '@batonhq/core';
import type { AccountView, BudgetReading, BudgetView, CostFilter, Spending } from './budget-door.ts';
import { closedAccount, type ReadStreams } from './closed-account.ts';
import { storedBudget } from './stored-budgets.ts';

/** Facts read at once. */
const page = 2_000;

/**
 * What a journal says about spending.
 *
 * @example
 * const { accounts } = await budgetReading(journal.streams).list('local');
 */
export function budgetReading(streams: ReadStreams): BudgetReading {
  return {
    list: (tenant = 'local') => listed(streams, tenant),
    costs: (filter = {}) => costsOf(streams, filter),
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

async function costsOf(
  streams: ReadStreams,
  { tenant = 'local', ...filter }: CostFilter,
): Promise<readonly CostEntry[]> {
  const ledger = new CostLedger();
  for (let seq = 0; ;) {
    const facts: readonly Fact[] = await streams.facts(budgetStream(tenant), { seq, limit: page });
    for (const fact of facts) ledger.add(fact);
    const last = facts.at(-1);
    if (last === undefined || facts.length < page) return ledger.entries().filter((entry) => isWanted(entry, filter));
    seq = last.seq;
  }
}

function isWanted(
  { day, user, execution }: CostEntry,
  { since = '', until = '9999-12-31', ...of }: Omit<CostFilter, 'tenant'>,
): boolean {
  return (
    day >= since &&
    day <= until &&
    (of.user === undefined || of.user === user) &&
    (of.execution === undefined || of.execution === execution)
  );
}
