import type { Budget, Json, JsonObject } from '@batonhq/core';
import type { StartRequest } from '@batonhq/engine';
import { checkBudget } from './check-budget.ts';
import { RequestError } from './request-error.ts';
import { parseWorkflowReference } from './workflow-reference.ts';

/** What to execute, for whom: a `workflow`, or a `goal` or a `type` of work to plan for. */
export interface SubmitRequest {
  /** `namespace/name`, `namespace/name:version`, or a whole definition: it is kept with the execution, not published. */
  readonly workflow?: string | JsonObject;
  /** What is wanted, in plain words: it is planned for, and the plan is carried out. */
  readonly goal?: string;
  /** A kind of work known by name: `financial-planning`, `marketing-campaign`, `meeting`, `research`. */
  readonly type?: string;
  /** With `type`: what is wanted, in plain words. */
  readonly description?: string;
  /** What the plan has to do; one that no function meets refuses the request. */
  readonly requirements?: readonly string[];
  /** Facts the plan may use. */
  readonly businessContext?: JsonObject;
  /** What flows in, `{}` by default. */
  readonly input?: Json;
  /** 1 to 10, higher first, 5 by default. */
  readonly priority?: number;
  /** The same key of the same tenant starts one execution, however often it is submitted. */
  readonly idempotencyKey?: string;
  /** What it may spend, beside what its definition says: money in units, tokens, calls, milliseconds in calls. */
  readonly budget?: Budget;
  /** `local` by default. */
  readonly user?: string;
  /** `local` by default. */
  readonly tenant?: string;
}

/** A request for a workflow: goals have been planned for. */
export type WorkflowRequest = SubmitRequest & { readonly workflow: string | JsonObject };

/** The request as the engine takes it. Throws {@link RequestError}. */
export function startRequest(request: WorkflowRequest): StartRequest {
  const { workflow, input, priority, idempotencyKey, budget, user = 'local', tenant = 'local' } = request;
  if (priority !== undefined && !(Number.isInteger(priority) && priority >= 1 && priority <= 10)) {
    throw new RequestError(`\`priority\` is a whole number from 1 to 10, not ${priority}`);
  }
  return {
    definition: typeof workflow === 'string' ? parseWorkflowReference(workflow) : workflow,
    input: input ?? {},
    user,
    tenant,
    ...(priority !== undefined && { priority }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(budget !== undefined && { budget: checkBudget(budget) }),
  };
}
