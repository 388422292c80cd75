import { z } from '@hono/zod-openapi';
import { object } from './shapes.ts';

const texts = z.array(z.string());

const origin = z
  .object({
    path: z.string().openapi({ example: 'input.to' }),
    from: z.enum([
      'definition',
      'input',
      'task',
      'secret',
      'computed',
      'function',
      'person',
      'user',
      'owner',
      'fetched',
      'model',
    ]),
    source: z.string().nullable(),
    text: z.string(),
  })
  .openapi('ValueOrigin');

/** What people are asked: everything they need for an answer. */
export const pendingApproval = z
  .object({
    id: z.string(),
    kind: z.enum(['call', 'revision', 'basis', 'budget']),
    execution: z.string(),
    workflow: z.string().openapi({ example: 'shop/order:1.0.0' }),
    tenant: z.string(),
    user: z.string(),
    task: z.string(),
    step: z.string(),
    what: z.string(),
    call: object,
    origins: z.array(origin),
    hash: z.string(),
    risk: z.enum(['low', 'medium', 'high']).nullable(),
    reason: z.string(),
    roles: texts,
    quorum: z.number(),
    approvedBy: texts,
    cost: z
      .object({ money: z.number().optional(), currency: z.string().optional(), tokens: z.number().optional() })
      .nullable(),
    undo: z.string().nullable(),
    since: z.number(),
    until: z.number(),
  })
  .openapi('PendingApproval');
