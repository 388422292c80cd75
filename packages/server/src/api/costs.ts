import { costParts } from '@batonhq/core';
import { z } from '@hono/zod-openapi';
import { may } from '../identity/right.ts';
import { day } from './budgets.ts';
import type { ApiHost } from './host.ts';
import { amounts } from './money-shapes.ts';
import type { Router } from './route.ts';

const by = z
  .string()
  .default('day,of')
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(costParts)).min(1))
  .openapi({ type: 'string', example: 'day,of' });

const sum = { spent: amounts, reserved: amounts };
const part = z.string().optional();
const sums = z.object({
  tenant: z.string(),
  currency: z.string().nullable(),
  total: z.object(sum),
  groups: z
    .number()
    .openapi({ description: 'How many there are; of more than `limit` those that spent the most are told' }),
  costs: z.array(z.object({ day: part, user: part, execution: part, of: part, ...sum })),
});

const listing = {
  method: 'get',
  path: '/api/costs',
  summary: 'What was spent, summed up by day, user, execution, or model or function (`of`)',
  tag: 'budgets',
  needs: ['read', 'system'],
  query: z.object({
    by,
    since: day,
    until: day,
    user: z.string().exactOptional(),
    execution: z.string().exactOptional(),
    limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  }),
  answer: {
    status: 200,
    description: 'Money in millionths, time in milliseconds; what others spent is for those who manage the tenant',
    schema: sums,
  },
} as const;

/** What the tenant of whoever asks spent. */
export function costRoutes(router: Router, { engine, costs }: ApiHost): void {
  router.add(listing, async ({ query: { by: wanted, limit, ...rows }, principal: { tenant, user, role } }) => {
    const own = may(role, ['manage', 'system']) ? {} : { user };
    const [table, { currency }] = await Promise.all([costs.of(tenant), engine.budgets.list(tenant)]);
    const { total, count, groups } = table.sums(wanted, { ...rows, ...own }, limit);
    return { tenant, currency, total, groups: count, costs: groups };
  });
}
