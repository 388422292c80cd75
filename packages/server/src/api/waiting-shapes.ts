import { z } from '@hono/zod-openapi';
import { fault } from './fault-shape.ts';
import { object } from './shapes.ts';

const texts = z.array(z.string());
const task = z.string();
const step = z.string();
const since = z.number();
const until = z.number();

const approval = z.object({
  kind: z.literal('approval'),
  task,
  step,
  approval: z.string(),
  what: z.string(),
  roles: texts,
  quorum: z.number(),
  approvedBy: texts,
  reason: z.string(),
  since,
  until,
});

const lock = z.object({
  kind: z.literal('lock'),
  task,
  key: z.string(),
  since,
  holder: z.object({ execution: z.string(), task, since }).optional(),
  ahead: z.number().optional(),
});

const gate = z.object({
  kind: z.literal('gate'),
  task,
  step,
  gate: z.enum(['basis', 'budget', 'limit']),
  asks: object,
  since,
  detail: z.string().optional(),
  until: until.optional(),
});

/** What an open execution waits for. */
export const waitingFor = z
  .union([
    z.object({ kind: z.literal('step'), task, what: z.string(), since, attempt: z.number() }),
    z.object({ kind: z.literal('timer'), task, until }),
    z.object({ kind: z.literal('retry'), task, until, attempt: z.number(), fault }),
    z.object({ kind: z.literal('event'), task, types: texts, since, until: until.optional() }),
    lock,
    approval,
    z.object({ kind: z.literal('revision'), task, since, fault }),
    gate,
    z.object({ kind: z.literal('child'), task, child: z.string(), since }),
    z.object({ kind: z.literal('settlement'), task, step, reason: z.string() }),
    z.object({ kind: z.literal('resume'), reason: z.string() }),
    z.object({ kind: z.literal('engine') }),
  ])
  .openapi('WaitingFor');
