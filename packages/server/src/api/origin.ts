import { z } from '@hono/zod-openapi';

/** Where a value or a message came from. */
export const origin = z.object({
  kind: z.enum(['user', 'tool', 'web', 'model', 'workflow']),
  source: z.string().optional(),
  read: z.array(z.string()).optional(),
});
