import { isJsonObject, type JsonObject } from '@batonhq/core';
import type { StartRequest } from '@batonhq/engine';
import { z } from '@hono/zod-openapi';
import type { Principal } from '../identity/principal.ts';
import type { Wish } from '../plan/plan-door.ts';
import { QuestionsOpenError } from '../plan/questions-open-error.ts';
import { budget } from './budgets.ts';
import { definitionNamed } from './definition-name.ts';
import type { ApiHost } from './host.ts';
import { plansOf, wish } from './plans.ts';
import { RefusalError } from './refusal.ts';
import { json, object } from './shapes.ts';

/** Higher first. */
export const priority = z.number().int().min(1).max(10).exactOptional();

/** What to start: a `workflow`, a `plan` that was agreed to, or what is wanted. */
export const startBody = z.object({
  workflow: z.union([z.string().openapi({ example: 'shop/order:1.0.0' }), object]).exactOptional(),
  plan: z.string().max(300).openapi({ example: 'launch-campaign-1a2b3c:2' }).exactOptional(),
  ...wish,
  input: json.exactOptional(),
  priority,
  idempotencyKey: z.string().min(1).max(200).exactOptional(),
  budget: budget.exactOptional(),
});

type StartBody = z.infer<typeof startBody>;

/** Who asks, and in which trace. */
type Asker = Principal & { readonly trace?: string | undefined };

/** Starts what a request asks for; gives the id of the execution. */
export async function startFor(host: ApiHost, body: StartBody, principal: Asker): Promise<string> {
  const { workflow, plan, input = {}, priority: rank, idempotencyKey, budget: caps } = body;
  const { tenant, user, trace } = principal;
  const isWish = [body.goal, body.type, body.description].some((said) => said !== undefined);
  if ([workflow !== undefined, plan !== undefined, isWish].filter(Boolean).length !== 1)
    throw new RefusalError(400, 'give one of these: a workflow, a plan, or a goal (or a type with its description)');
  const start = (definition: StartRequest['definition']): Promise<string> =>
    host.engine.start({
      definition,
      input,
      tenant,
      user,
      ...(rank !== undefined && { priority: rank }),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      ...(caps !== undefined && { budget: caps }),
      ...(trace !== undefined && { trace }),
    });
  if (workflow !== undefined) return start(workflowIn(workflow));
  if (plan !== undefined) return start(await approvedDefinition(host, plan, principal));
  const before = await startedBefore(host, body, principal);
  return before ?? start(await plannedDefinition(host, body, principal));
}

/** What a goal comes to. Throws what planning throws, and {@link QuestionsOpenError} for a plan that somebody has to complete first. */
async function plannedDefinition(host: ApiHost, body: StartBody, principal: Principal): Promise<JsonObject> {
  const { questions, definition } = await plansOf(host, principal).plan(wishIn(body));
  if (questions.length > 0) throw new QuestionsOpenError(questions);
  return definition;
}

function wishIn({ goal, type, description, requirements, businessContext }: StartBody): Wish {
  return {
    ...(goal !== undefined && { goal }),
    ...(type !== undefined && { type }),
    ...(description !== undefined && { description }),
    ...(requirements !== undefined && { requirements }),
    ...(businessContext !== undefined && { businessContext }),
  };
}

/** A kept plan that somebody agreed to: `NAME` or `NAME:VERSION`. Throws `NotAllowedError` where nobody did. */
async function approvedDefinition(
  host: ApiHost,
  plan: string,
  principal: Principal,
): Promise<StartRequest['definition']> {
  const [, name = '', version] = /^(.+?)(?::(\d+))?$/.exec(plan) ?? [];
  const page = await plansOf(host, principal).approved(name, version === undefined ? undefined : Number(version));
  return page.plan.definition;
}

/**
 * The execution that the same goal started under the same key: planned for again, it would be another definition, because
 * time has gone on. Another goal under that key is a conflict, which starting finds out.
 */
async function startedBefore({ journal }: ApiHost, body: StartBody, { tenant }: Principal): Promise<string | null> {
  const { idempotencyKey, goal = body.description ?? body.type } = body;
  const id = idempotencyKey === undefined ? null : await journal.findByIdempotencyKey(tenant, idempotencyKey);
  const view = id === null ? null : await journal.view(id);
  const kept = view === null ? null : await journal.definition(view.definition.hash);
  const document = kept?.definition['document'];
  return isJsonObject(document) && document['summary'] === goal ? id : null;
}

/** A definition, or `namespace/name` or `namespace/name:version` of a published one. */
function workflowIn(workflow: NonNullable<StartBody['workflow']>): StartRequest['definition'] {
  return typeof workflow === 'string' ? definitionNamed(workflow) : workflow;
}
