import type { Answer, Given } from '@batonhq/server/client';
import { api } from './api.ts';

/** What was spent on one of what it is grouped by. Money is in millionths. */
export type CostRow = Answer<'GET /api/costs'>['costs'][number];

/** Days (UTC), both included. */
export type Days = Pick<NonNullable<Given<'GET /api/costs'>['query']>, 'since' | 'until'>;

/** What one party spent, and may. */
export type Account = Answer<'GET /api/budgets'>['accounts'][number];

/** Money in millionths, time in milliseconds; what nothing was spent of is not there. */
export type Amounts = Account['spent'];

type Limit = Given<'POST /api/budgets'>['body'];

/** What was spent, and what may be. */
export const costs = {
  by: (by: 'day' | 'of' | 'user' | 'execution', days: Days) => api.call('GET /api/costs', { query: { by, ...days } }),
  budgets: () => api.call('GET /api/budgets'),
  /** Money in units of the currency; null takes the limit back. */
  limit: (limit: Limit) => api.call('POST /api/budgets', { body: limit }),
};
