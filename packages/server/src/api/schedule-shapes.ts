import { z } from '@hono/zod-openapi';
import { definitionReference } from './execution-shapes.ts';

const instant = z.number();
const cause = z.enum(['every', 'cron', 'after', 'event', 'order']);
const occurrence = { key: z.string(), cause, instant, execution: z.string() };

const rule = z.object({
  every: z.number().nullable(),
  cron: z.object({ expression: z.string(), zone: z.string() }).nullable(),
  after: z.number().nullable(),
  on: z.boolean(),
  input: z.boolean(),
  misfire: z.enum(['skip', 'one', 'all']),
  overlap: z.enum(['allow', 'skip', 'wait', 'replace']),
  tolerance: z.number(),
  catchUp: z.number(),
});

const last = z.object({
  ...occurrence,
  startedAt: instant,
  phase: z.enum(['cancelled', 'faulted', 'completed', 'open', 'failed']),
  reason: z.string().optional(),
});

/** A schedule, how it stands, and what came of it. */
export const scheduleRow = z
  .object({
    id: z.string().openapi({ example: 'shop/report' }),
    phase: z.enum(['active', 'paused', 'deleted']),
    changedBy: z.string().nullable(),
    activatedAt: instant,
    definition: definitionReference,
    rule,
    nextAt: instant.nullable(),
    open: z.array(z.object({ ...occurrence, startedAt: instant })),
    held: z.object(occurrence).nullable(),
    last: last.nullable(),
    counts: z.object({ started: z.number(), skipped: z.number(), missed: z.number(), failed: z.number() }),
  })
  .openapi('ScheduleView');

/** A schedule and its next occurrences. */
export const schedulePage = z
  .object({ schedule: scheduleRow, next: z.array(z.object({ instant, cause })) })
  .openapi('SchedulePage');
