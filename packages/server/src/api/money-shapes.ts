import { z } from '@hono/zod-openapi';

const amount = z.number().optional();

/** Money in millionths, time in milliseconds; what nothing was spent of is not there. */
export const amounts = z.object({ money: amount, tokens: amount, calls: amount, time: amount }).openapi('Amounts');

/** What one party spent, and may. */
export const account = z
  .object({
    account: z.string().openapi({ example: 'user/ada' }),
    caps: amounts,
    per: z.enum(['day', 'month']).nullable(),
    isSet: z.boolean(),
    spent: amounts,
    reserved: amounts,
  })
  .openapi('Account');

/** The accounts of a tenant. */
export const accountList = z.object({
  tenant: z.string(),
  currency: z.string().nullable(),
  accounts: z.array(account),
});

/** What was paid for one thing by one execution on one day. */
export const costEntry = z
  .object({
    day: z.string(),
    user: z.string(),
    execution: z.string(),
    of: z.string(),
    spent: amounts,
    reserved: amounts,
  })
  .openapi('CostEntry');
