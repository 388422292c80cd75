import type { Json, JsonObject } from '@batonhq/core';
import type { StartRequest } from '@batonhq/engine';
import { NotAvailableError } from './not-available-error.ts';
import { RequestError } from './request-error.ts';
import { parseWorkflowReference } from './workflow-reference.ts';

/** What to execute, for whom. */
export interface SubmitRequest {
  /** `namespace/name`, `namespace/name:version`, or a whole definition: it is kept with the execution, not published. */
  readonly workflow: string | JsonObject;
  /** What flows in, `{}` by default. */
  readonly input?: Json;
  /** 1 to 10, higher first, 5 by default. */
  readonly priority?: number;
  /** The same key of the same tenant starts one execution, however often it is submitted. */
  readonly idempotencyKey?: string;
  /** `local` by default. */
  readonly user?: string;
  /** `local` by default. */
  readonly tenant?: string;
}

const later = ['type', 'goal', 'description', 'requirements', 'businessContext'];

/** The request as the engine takes it. Throws {@link NotAvailableError} for goals and {@link RequestError}. */
export function startRequest(request: SubmitRequest): StartRequest {
  const goal = later.find((name) => Object.hasOwn(request, name));
  if (goal !== undefined) throw new NotAvailableError(`Planning from \`${goal}\``, 'submit a `workflow`');
  const { workflow, input, priority, idempotencyKey, user = 'local', tenant = 'local' } = request;
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
  };
}
