import { z } from '@hono/zod-openapi';
import { amounts } from './money-shapes.ts';
import { json } from './shapes.ts';
import { waitingFor } from './waiting-shapes.ts';
import { fault } from './fault-shape.ts';

const instant = z.number().openapi({ description: 'Milliseconds since 1970' });
const faultOrNone = z.union([fault, z.null()]);

/** Where an execution stands. */
export const phase = z.enum(['pending', 'running', 'waiting', 'suspended', 'cancelled', 'faulted', 'completed']);

/** A definition that was published or handed in. */
export const definitionReference = z
  .object({ namespace: z.string(), name: z.string(), version: z.string(), hash: z.string() })
  .openapi('DefinitionReference');

/** An execution as a list shows it. */
export const executionRow = z
  .object({
    id: z.string(),
    definition: definitionReference,
    tenant: z.string(),
    user: z.string(),
    priority: z.number(),
    idempotencyKey: z.string().nullable(),
    parent: z.string().nullable(),
    phase,
    substate: z.enum(['cancelling', 'compensating']).nullable(),
    startedAt: instant,
    endedAt: instant.nullable(),
    output: json,
    fault: faultOrNone,
  })
  .openapi('ExecutionView');

const task = z
  .object({
    reference: z.string(),
    name: z.string(),
    phase: z.enum(['running', 'waiting', 'completed', 'faulted', 'skipped', 'cancelled']),
    startedAt: instant,
    endedAt: instant.nullable(),
    attempts: z.number(),
    fault: faultOrNone,
  })
  .openapi('TaskView');

/** An execution with all that there is to say about it. */
export const executionPage = z
  .object({
    view: executionRow,
    waitingFor: z.array(waitingFor),
    tasks: z.array(task),
    branchedFrom: z.object({ execution: z.string(), seq: z.number() }).nullable(),
    schedule: z
      .object({ id: z.string(), cause: z.enum(['every', 'cron', 'after', 'event', 'order']), instant })
      .nullable(),
    spending: z
      .object({ currency: z.string().nullable(), caps: amounts, spent: amounts, reserved: amounts })
      .nullable(),
  })
  .openapi('ExecutionDetails');

/** How an execution ended. */
export const executionResult = z
  .union([
    z.object({ phase: z.literal('completed'), output: json }),
    z.object({ phase: z.literal('faulted'), fault }),
    z.object({ phase: z.literal('cancelled') }),
  ])
  .openapi('ExecutionResult');

const event = z
  .looseObject({ kind: z.string() })
  .openapi({ description: 'One fact: its kind, and what belongs to that kind', 'x-core-type': 'ExecutionEvent' });

/** An event in its stream. */
export const recorded = z.object({ seq: z.number(), at: instant, event }).openapi('Recorded');

/** What branching off would do. */
export const branchPreview = z
  .object({
    from: z.string().nullable(),
    seq: z.number(),
    repeats: z.array(
      z.object({
        step: z.string(),
        what: z.string(),
        became: z.enum(['completed', 'faulted', 'undone', 'unknown']),
      }),
    ),
    undone: z.array(z.string()),
    input: json,
    retryPoint: z.string().nullable(),
  })
  .openapi('BranchPreview');
