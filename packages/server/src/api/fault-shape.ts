import { z } from '@hono/zod-openapi';

/** Why something failed, as the workflow language says it (RFC 9457). */
export const fault = z
  .object({
    type: z.string(),
    status: z.number(),
    title: z.string().optional(),
    detail: z.string().optional(),
    instance: z.string().optional(),
  })
  .openapi('Fault');
