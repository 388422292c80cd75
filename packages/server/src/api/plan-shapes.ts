import { z } from '@hono/zod-openapi';
import { json, object } from './shapes.ts';

const texts = z.array(z.string());
const risk = z.enum(['low', 'medium', 'high']);

/** Four times of five it lies between `low` and `high`; durations are in milliseconds. */
const interval = z.object({ low: z.number(), expected: z.number(), high: z.number() }).openapi('Interval');

// `nullable()` of a shape with a name is described as an object that is both.
const orNull = z.union([interval, z.null()]);

const plannedTask = z
  .object({
    name: z.string(),
    function: z.string().openapi({ example: 'calendar_free:1.0.0' }),
    purpose: z.string(),
    after: texts,
    level: z.number().int(),
    risk,
    why: z.string(),
    isIrreversible: z.boolean(),
    undo: z.string().nullable(),
    needsApproval: z.boolean(),
    reads: texts,
    writes: texts,
    duration: interval,
    tokens: orNull,
  })
  .openapi('PlannedTask');

const question = z.object({ name: z.string(), text: z.string(), choices: texts.optional() });

const plan = z
  .object({
    goal: z.string(),
    title: z.string(),
    definition: object,
    tasks: z.array(plannedTask),
    estimate: z.object({
      duration: interval,
      criticalPath: texts,
      tokens: interval,
      money: orNull,
      currency: z.string(),
    }),
    assumptions: texts,
    questions: z.array(question),
    origin: z.object({ planner: z.string(), confidence: z.number(), why: z.string() }),
    hash: z.string(),
    requirements: z.array(z.object({ requirement: z.string(), tasks: texts })),
    touches: z.object({ reads: texts, writes: texts }),
  })
  .openapi('Plan');

const approval = z.object({ version: z.number().int(), hash: z.string(), by: z.string(), at: z.iso.datetime() });

/** A version of a plan. */
export const planPage = z
  .object({
    name: z.string(),
    version: z.number().int(),
    versions: z.array(z.number().int()),
    plan,
    yaml: z.string(),
    approval: approval.nullable(),
    isApproved: z.boolean(),
  })
  .openapi('PlanPage');

/** A plan in a list. */
export const planRow = z
  .object({
    name: z.string(),
    title: z.string(),
    goal: z.string(),
    versions: z.array(z.number().int()),
    approved: z.number().int().nullable(),
    changedAt: z.number().openapi({ description: 'Milliseconds since 1970' }),
  })
  .openapi('PlanRow');

const change = z.union([
  z.object({ kind: z.enum(['added', 'removed']), task: z.string(), function: z.string(), risk: z.string() }),
  z.object({
    kind: z.literal('changed'),
    task: z.string(),
    members: z.array(z.object({ name: z.string(), before: json, after: json })),
    risk: z.string(),
  }),
]);

/** What changed between two versions. */
export const planDifference = z
  .object({
    name: z.string(),
    from: z.number().int(),
    to: z.number().int(),
    changes: z.array(change),
    toApprove: texts,
  })
  .openapi('PlanDifference');
