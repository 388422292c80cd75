import { plus, type Amounts, type CostEntry } from '@batonhq/core';
import { z } from '@hono/zod-openapi';
import { may } from '../identity/right.ts';
import { day } from './budgets.ts';
import type { ApiHost } from './host.ts';
import { amounts } from './money-shapes.ts';
import type { Router } from './route.ts';

const parts = ['day', 'user', 'execution', 'of'] as const;
type Part = (typeof parts)[number];

const by = z
  .string()
  .default('day,of')
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(parts)).min(1))
  .openapi({ type: 'string', example: 'day,of' });

const sum = { spent: amounts, reserved: amounts };
const part = z.string().optional();
const sums = z.object({
  tenant: z.string(),
  currency: z.string().nullable(),
  total: z.object(sum),
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
  }),
  answer: {
    status: 200,
    description: 'Money in millionths, time in milliseconds; what others spent is for those who manage the tenant',
    schema: sums,
  },
} as const;

/** What the tenant of whoever asks spent. */
export function costRoutes(router: Router, { engine }: ApiHost): void {
  router.add(listing, async ({ query: { by: wanted, ...filter }, principal: { tenant, user, role } }) => {
    const own = may(role, ['manage', 'system']) ? {} : { user };
    const [entries, { currency }] = await Promise.all([
      engine.budgets.costs({ ...filter, ...own, tenant }),
      engine.budgets.list(tenant),
    ]);
    return { tenant, currency, total: sumOf(entries), costs: groupedBy(entries, wanted) };
  });
}

interface Sum {
  readonly spent: Amounts;
  /** Worst cases of calls whose cost is not known yet. */
  readonly reserved: Amounts;
}

/** In the order in which the first of each group was begun. */
function groupedBy(entries: readonly CostEntry[], wanted: readonly Part[]) {
  const groups = new Map<string, Sum & Partial<Record<Part, string>>>();
  for (const entry of entries) {
    const place = Object.fromEntries(wanted.map((part) => [part, entry[part]]));
    const key = JSON.stringify(place);
    groups.set(key, { ...place, ...sumOf([groups.get(key) ?? nothing, entry]) });
  }
  return [...groups.values()];
}

const nothing: Sum = { spent: {}, reserved: {} };

function sumOf(entries: readonly Sum[]): Sum {
  return entries.reduce<Sum>(
    (total, { spent, reserved }) => ({ spent: plus(total.spent, spent), reserved: plus(total.reserved, reserved) }),
    nothing,
  );
}
