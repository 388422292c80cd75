import { ask, queryOf } from '../client.ts';

/** Money in millionths, time in milliseconds; what nothing was spent of is not there. */
export interface Amounts {
  readonly money?: number;
  readonly tokens?: number;
  readonly calls?: number;
  readonly time?: number;
}

/** What was spent on one of what it is grouped by. */
export interface CostRow {
  readonly day?: string;
  readonly user?: string;
  readonly execution?: string;
  /** A model or a function. */
  readonly of?: string;
  readonly spent: Amounts;
  readonly reserved: Amounts;
}

export interface Costs {
  readonly currency: string | null;
  readonly total: { readonly spent: Amounts; readonly reserved: Amounts };
  readonly costs: readonly CostRow[];
}

/** Days (UTC), both included. */
export interface Days {
  readonly since?: string;
  readonly until?: string;
}

/** What one party spent, and may. */
export interface Account {
  readonly account: string;
  readonly caps: Amounts;
  readonly per: string | null;
  readonly isSet: boolean;
  readonly spent: Amounts;
  readonly reserved: Amounts;
}

/** A limit: money in units of the currency; null takes the limit back. */
export interface Limit {
  readonly account: string;
  readonly budget: { readonly money?: number; readonly tokens?: number } | null;
  readonly per?: 'day' | 'month';
}

export const costs = {
  by: (by: 'day' | 'of' | 'user' | 'execution', days: Days) => ask<Costs>(`/api/costs?${queryOf({ by, ...days })}`),
  budgets: () => ask<{ readonly currency: string | null; readonly accounts: readonly Account[] }>('/api/budgets'),
  limit: (limit: Limit) => ask<Account>('/api/budgets', { method: 'POST', body: limit }),
};
