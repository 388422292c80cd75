// Written by `npm run client` out of the descriptions of the routes: change those.
import type { Amounts, Account, CostEntry } from './named-shapes.gen.ts';

/**
 * Routes, with what each takes and what it answers.
 */
export interface BudgetsRoutes {
  /**
   * Accounts: what is limited, spent, and set aside for calls in flight
   */
  'GET /api/budgets': {
    answer: {
      tenant: string;
      currency: string | null;
      accounts: Account[];
    };
  };
  /**
   * Limit what an account may spend; null takes that back
   */
  'POST /api/budgets': {
    body: {
      account: string;
      budget: {
        money?: number;
        tokens?: number;
        calls?: number;
        time?: number;
        onExceeded?: 'ask' | 'fault';
      } | null;
      per?: 'day' | 'month';
    };
    answer: Account;
  };
  /**
   * What was paid, by day, user, execution, and model or function; `next` goes into `after`
   */
  'GET /api/budgets/costs': {
    query?: {
      since?: string;
      until?: string;
      user?: string;
      execution?: string;
      after?: number | null;
      limit?: number;
    };
    answer: {
      costs: CostEntry[];
      next: number | null;
    };
  };
  /**
   * What was spent, summed up by day, user, execution, or model or function (`of`)
   */
  'GET /api/costs': {
    query?: {
      by?: string;
      since?: string;
      until?: string;
      user?: string;
      execution?: string;
      limit?: number;
    };
    answer: {
      tenant: string;
      currency: string | null;
      total: {
        spent: Amounts;
        reserved: Amounts;
      };
      /**
       * How many there are; of more than `limit` those that spent the most are told
       */
      groups: number;
      costs: {
        day?: string;
        user?: string;
        execution?: string;
        of?: string;
        spent: Amounts;
        reserved: Amounts;
      }[];
    };
  };
}
