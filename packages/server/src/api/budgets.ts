import { userAccount } from '@batonhq/core';
import { z } from '@hono/zod-openapi';
import { may } from '../identity/right.ts';
import type { Principal } from '../identity/principal.ts';
import type { ApiHost } from './host.ts';
import { account, accountList, costEntry } from './money-shapes.ts';
import type { Router } from './route.ts';
import { whole } from './shapes.ts';

const tag = 'budgets';
const limit = z.number().nonnegative().exactOptional();

/** What may be spent: money in units of the currency, time in milliseconds. */
export const budget = z.strictObject({
  money: limit,
  tokens: limit,
  calls: limit,
  time: limit,
  onExceeded: z.enum(['ask', 'fault']).exactOptional(),
});

/** A day in a query (UTC). */
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2026-02-28')
  .exactOptional();

const accounts = {
  method: 'get',
  path: '/api/budgets',
  summary: 'Accounts: what is limited, spent, and set aside for calls in flight',
  tag,
  needs: ['read', 'system'],
  answer: { status: 200, description: 'Money in millionths', schema: accountList },
} as const;

const costs = {
  method: 'get',
  path: '/api/budgets/costs',
  summary: 'What was paid, by day, user, execution, and model or function; `next` goes into `after`',
  tag,
  needs: ['read', 'system'],
  query: z.object({
    since: day,
    until: day,
    user: z.string().exactOptional(),
    execution: z.string().exactOptional(),
    after: whole.exactOptional(),
    limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  }),
  answer: {
    status: 200,
    description: 'A page in the order it was begun; `next` is null after the last one',
    schema: z.object({ costs: z.array(costEntry), next: z.number().nullable() }),
  },
} as const;

const limiting = {
  method: 'post',
  path: '/api/budgets',
  summary: 'Limit what an account may spend; null takes that back',
  tag,
  needs: ['manage', 'system'],
  body: z.object({
    account: z.string().regex(/^(tenant|(user|execution)\/[^/]+)$/, 'tenant, user/NAME or execution/ID'),
    budget: budget.nullable(),
    per: z.enum(['day', 'month']).exactOptional(),
  }),
  answer: { status: 200, description: 'The account; the limit is durable', schema: account },
} as const;

/** What the tenant of whoever asks may spend, and spent. What other users spent is for those who manage the tenant. */
export function budgetRoutes(router: Router, { engine, costs: book }: ApiHost): void {
  router.add(accounts, async ({ principal }) => {
    const view = await engine.budgets.list(principal.tenant);
    const isVisible = ({ account }: { readonly account: string }): boolean =>
      manages(principal) || !account.startsWith('user/') || account === userAccount(principal.user);
    return { ...view, accounts: view.accounts.filter(isVisible) };
  });
  router.add(costs, async ({ principal, query: { after, limit, ...rows } }) => {
    const own = manages(principal) ? {} : { user: principal.user };
    const table = await book.of(principal.tenant);
    const { entries, next } = table.page({ ...rows, ...own }, { limit, ...(after !== undefined && { after }) });
    return { costs: entries, next };
  });
  router.add(limiting, ({ body, principal: { tenant, user }, note }) => {
    note({ target: body.account });
    return engine.budgets.set({ ...body, tenant, by: user });
  });
}

function manages({ role }: Principal): boolean {
  return may(role, ['manage', 'system']);
}
