import type { Amounts, Budget, CostEntry, Period } from '@batonhq/core';

/** What one party spent, and may. Money in millionths of a unit, time in milliseconds. */
export interface AccountView {
  /** `tenant`, `user/ada`, `execution/ID`, `execution/ID/task/KEY`, `execution/ID/mission/STEP`. */
  readonly account: string;
  readonly caps: Amounts;
  /** The period the caps hold for; null when they hold all in all. */
  readonly per: Period | null;
  /** True when a person set the caps. */
  readonly isSet: boolean;
  readonly spent: Amounts;
  /** The worst case of calls whose cost is not known yet. */
  readonly reserved: Amounts;
}

/** The accounts of a tenant: itself, its users, its open executions. */
export interface BudgetView {
  readonly tenant: string;
  /** What money is counted in; null while nothing was spent or limited. */
  readonly currency: string | null;
  readonly accounts: readonly AccountView[];
}

/** What an execution spent, and may. */
export interface Spending extends Pick<AccountView, 'caps' | 'spent' | 'reserved'> {
  readonly currency: string | null;
}

/** Which costs to tell. */
export interface CostFilter {
  /** `local` by default. */
  readonly tenant?: string;
  readonly user?: string;
  readonly execution?: string;
  /** Days (UTC), both included: `2026-02-28`. */
  readonly since?: string;
  readonly until?: string;
}

/** What a person says that somebody may spend. */
export interface BudgetOrder {
  /** `local` by default. */
  readonly tenant?: string;
  /** `tenant`, `user/NAME` or `execution/ID`. */
  readonly account: string;
  /** Money in units; null takes back what was said before. */
  readonly budget: Budget | null;
  /** The period that it holds for, beginning anew in each; all in all by default. */
  readonly per?: Period;
  readonly by?: string;
}

/** What can be asked about budgets without changing anything. */
export interface BudgetReading {
  /** The accounts of a tenant, `local` by default. */
  list(tenant?: string): Promise<BudgetView>;
  /** What was paid for what, by day, user, execution and model or function. */
  costs(filter?: CostFilter): Promise<readonly CostEntry[]>;
}

/** The budgets of an engine. */
export interface BudgetDoor extends BudgetReading {
  /**
   * Limits what somebody may spend from now on; what was spent counts. Fulfils with the account when that is durable.
   *
   * @throws {ConflictError} when the tenant counts money in another currency.
   */
  set(order: BudgetOrder): Promise<AccountView>;
}
