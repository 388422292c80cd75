import { z } from '@hono/zod-openapi';

const window = z.enum(['minute', 'hour', 'day', 'month']);

const rules = z.object({
  rate: z.object({ count: z.number(), per: z.number(), burst: z.number() }).nullable(),
  quotas: z.array(z.object({ count: z.number(), window, zone: z.string() })),
  concurrency: z.number().nullable(),
  breaker: z
    .object({
      failures: z.number().nullable(),
      ratio: z.object({ share: z.number(), calls: z.number(), per: z.number() }).nullable(),
      pause: z.number(),
      longestPause: z.number(),
    })
    .nullable(),
});

/** A host, a function or a provider with limits, and what calls to it wait for. */
export const limitRow = z
  .object({
    tenant: z.string(),
    kind: z.enum(['host', 'function', 'provider']),
    name: z.string(),
    identity: z.string().nullable(),
    state: z.enum(['free', 'held', 'open', 'probing', 'concurrency', 'rate', 'quota']),
    until: z.number().nullable(),
    detail: z.string(),
    inUse: z.number(),
    failures: z.number(),
    quotas: z.array(z.object({ window, used: z.number(), count: z.number(), until: z.number() })),
    rules,
  })
  .openapi('LimitView');
