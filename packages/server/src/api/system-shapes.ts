import { z } from '@hono/zod-openapi';
import { phase } from './execution-shapes.ts';

const level = z.enum(['healthy', 'strained', 'degraded', 'critical']);

const sign = z.object({
  measure: z.enum(['successRate', 'suspended', 'ambiguous', 'overdue', 'approvals', 'disk']),
  value: z.number().nullable(),
  level,
  threshold: z.number().nullable(),
  message: z.string(),
});

const bottleneck = z.object({
  kind: z.enum(['slow', 'retried', 'faulting', 'waited-for']),
  subject: z.string(),
  share: z.number(),
  count: z.number(),
  milliseconds: z.number(),
  message: z.string(),
});

/** How the system does as a whole. */
export const systemMetrics = z
  .object({
    totalTasks: z.number(),
    completedTasks: z.number(),
    faultedTasks: z.number(),
    successRate: z.number(),
    totalExecutions: z.number(),
    executions: z.record(phase, z.number()),
    costs: z.object({ money: z.record(z.string(), z.number()), tokens: z.number(), calls: z.number() }),
    activeAgents: z.number(),
    systemHealth: level,
    signs: z.array(sign),
    recent: z.object({
      since: z.number(),
      tasks: z.number(),
      completed: z.number(),
      faulted: z.number(),
      successRate: z.number(),
      meanMilliseconds: z.number(),
    }),
    bottlenecks: z.array(bottleneck),
    recommendations: z.array(z.object({ subject: z.string(), message: z.string() })),
  })
  .openapi('SystemMetrics');
