import type { Budget } from '@batonhq/core';

/** What may be spent where nobody said otherwise. */
export interface BudgetOptions {
  /** What money is counted in, an ISO 4217 code; `USD` by default. A tenant that spent in one keeps to it. */
  readonly currency?: string;
  /** Each tenant, all in all. Not limited by default. */
  readonly tenant?: Budget;
  /** Each user of a tenant, all in all. Not limited by default. */
  readonly user?: Budget;
  /** Each execution, beside what its definition and whoever started it say. Not limited by default. */
  readonly execution?: Budget;
}

/** What money is counted in when nobody says. */
export const usualCurrency = 'USD';
