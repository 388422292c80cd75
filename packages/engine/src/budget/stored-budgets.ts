import { budgetFromJson, budgetOf, budgetStream, foldBudget, noBudget, type BudgetState } from '@batonhq/core';
import type { ReadStreams } from './closed-account.ts';

/** What a tenant spends, as the journal has it. */
export interface StoredBudget {
  readonly tenant: string;
  readonly state: BudgetState;
}

/** What all tenants spend. */
export function allBudgets(streams: ReadStreams): Promise<readonly StoredBudget[]> {
  return budgetsBelow(streams, 'tenant/');
}

/** What one tenant spends. */
export async function storedBudget(streams: ReadStreams, tenant: string): Promise<BudgetState> {
  const found = await budgetsBelow(streams, budgetStream(tenant));
  return found.find((one) => one.tenant === tenant)?.state ?? noBudget;
}

async function budgetsBelow(streams: ReadStreams, prefix: string): Promise<readonly StoredBudget[]> {
  const budgets: StoredBudget[] = [];
  for (const { stream, state } of await streams.standing(prefix)) {
    const tenant = budgetOf(stream);
    if (tenant === null) continue;
    const kept = state === null ? null : budgetFromJson(state);
    budgets.push({ tenant, state: kept ?? foldBudget(await streams.facts(stream, { seq: 0 })) });
  }
  return budgets;
}
