import {
  isJsonObject,
  readDefinitionName,
  type ExecutionFilter,
  type Fault,
  type Json,
  type JsonObject,
  type Phase,
  type Settlement,
} from '@batonhq/core';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { BranchRequest } from '../branch-off.ts';
import type { Engine, StartRequest } from '../engine.ts';
import { PayloadError } from '../errors.ts';
import { budgetIn, budgetRoutes } from './budget-routes.ts';
import { approvalRoutes } from './approval-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { eventLines } from './event-lines.ts';
import { problemOf, RequestError, type Problem } from './problem.ts';
import { revisionIn } from './revision-in.ts';
import { bodyOf, given, needed, numberIn, textIn } from './request-parts.ts';
import { scheduleRoutes } from './schedule-routes.ts';
import { tellingOrders, type OrderListener } from './told-order.ts';

/** Bytes of one request. */
const largestRequest = 64 * 1024 * 1024;

/** Answers what the socket has no route of its own for; null where nobody does. */
export type OtherRoutes = (request: Request) => Promise<Response> | null;

/** Who stands beside an engine at its control socket. */
export interface Bystanders {
  readonly others: OtherRoutes;
  readonly told: OrderListener;
}

const nobody: Bystanders = { others: () => null, told: async () => undefined };

/**
 * How processes speak with the engine of a folder that another one owns: all that an engine can, over all tenants, below
 * `/engine` of the control socket. What else is asked there, the HTTP API among it, others answer. Errors are problem details.
 */
export function controlRoutes(engine: Engine, { others, told }: Bystanders = nobody): Hono {
  const app = new Hono();
  app.use(tellingOrders(told));
  app.use(
    bodyLimit({
      maxSize: largestRequest,
      onError: () => {
        throw new PayloadError(`larger than ${largestRequest} bytes`);
      },
    }),
  );
  app.onError((error) => answerTo(problemOf(error)));
  app.post('/engine/definitions', async (context) =>
    context.json(await engine.define(await definitionIn(context)), 201),
  );
  app.post('/engine/orchestrate', async (context) =>
    context.json({ id: await engine.start(startIn(await bodyOf(context))) }, 201),
  );
  app.route(
    '/engine/budgets',
    budgetRoutes(() => engine.budgets),
  );
  app.get('/engine/limits', async (context) =>
    context.json({ limits: await engine.limits.list(context.req.query('tenant')) }),
  );
  app.post('/engine/limits/free', async (context) => {
    const body = await bodyOf(context);
    const order = { ...given('tenant', textIn(body, 'tenant')), ...given('by', textIn(body, 'by')) };
    return context.json({ freed: await engine.limits.free({ resource: needed(body, 'resource'), ...order }) });
  });
  app.route(
    '/engine/approvals',
    approvalRoutes(() => engine.approvals),
  );
  app.route(
    '/engine/schedules',
    scheduleRoutes(() => engine.schedules),
  );
  app.get('/engine/orchestrate', async (context) =>
    context.json({ executions: await engine.list(filterIn(context.req.query())) }),
  );
  app.get('/engine/orchestrate/stream/:id', (context) => streamEvents(engine, context, context.req.param('id')));
  app.get('/engine/orchestrate/:id', async (context) => context.json(await engine.details(context.req.param('id'))));
  app.get('/engine/orchestrate/:id/result', async (context) =>
    context.json(await engine.result(context.req.param('id'), context.req.raw.signal)),
  );
  app.post('/engine/orchestrate/:id/branch', async (context) =>
    context.json({ id: await engine.branchOff(branchIn(context.req.param('id'), await bodyOf(context))) }, 201),
  );
  app.post('/engine/orchestrate/:id/revise', async (context) =>
    context.json({ approval: await engine.revise(context.req.param('id'), revisionIn(await bodyOf(context))) }, 201),
  );
  app.post('/engine/orchestrate/:id/:command', async (context) => {
    await command(engine, {
      id: context.req.param('id'),
      name: context.req.param('command'),
      body: await bodyOf(context),
    });
    return context.body(null, 204);
  });
  eventRoutes(app, engine);
  app.notFound(
    async ({ req }) =>
      (await others(req.raw)) ??
      answerTo({ ...problemOf(new RequestError(`no ${req.method} ${req.path} here`)), status: 404 }),
  );
  return app;
}

function answerTo(problem: Problem): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json' },
  });
}

function streamEvents(engine: Engine, context: Context, id: string): Response {
  const seq = Number(context.req.header('last-event-id') ?? 0);
  if (!Number.isSafeInteger(seq) || seq < 0) throw new RequestError('Last-Event-ID must be the number of an event');
  const lines = eventLines(engine, id, { seq, signal: context.req.raw.signal });
  return context.body(lines, { headers: { 'content-type': 'application/x-ndjson' } });
}

interface Command {
  readonly id: string;
  readonly name: string;
  readonly body: JsonObject;
}

function command(engine: Engine, { id, name, body }: Command): Promise<void> {
  const by = textIn(body, 'by');
  switch (name) {
    case 'pause':
      return engine.pause(id, by);
    case 'resume':
      return engine.resume(id, by);
    case 'cancel':
      return engine.cancel(id, by);
    case 'signal':
      return engine.signal(id, {
        name: needed(body, 'name'),
        ...given('id', textIn(body, 'id')),
        ...given('data', body['data']),
      });
    case 'settle':
      return engine.settle(id, needed(body, 'step'), {
        by: needed(body, 'by'),
        decision: settlementIn(body['decision']),
      });
    default:
      throw new RequestError(`an execution has no command "${name}"`);
  }
}

/** A definition comes as a JSON object, or as text in any other content type. */
async function definitionIn(context: Context): Promise<JsonObject | string> {
  const type = context.req.header('content-type') ?? '';
  return type.startsWith('application/json') ? bodyOf(context) : context.req.text();
}

function startIn(body: JsonObject): StartRequest {
  const priority = body['priority'];
  return {
    definition: workflowIn(body['workflow'] ?? null),
    ...given('input', body['input']),
    ...given('id', textIn(body, 'id')),
    ...given('tenant', textIn(body, 'tenant')),
    ...given('user', textIn(body, 'user')),
    ...given('priority', typeof priority === 'number' ? priority : undefined),
    ...given('idempotencyKey', textIn(body, 'idempotencyKey')),
    ...given('budget', body['budget'] === undefined ? undefined : budgetIn(body['budget'])),
  };
}

function branchIn(execution: string, body: JsonObject): BranchRequest {
  const priority = body['priority'];
  return {
    execution,
    ...given('from', textIn(body, 'from')),
    ...given('input', body['input']),
    ...given('tenant', textIn(body, 'tenant')),
    ...given('user', textIn(body, 'user')),
    ...given('priority', typeof priority === 'number' ? priority : undefined),
    ...given('idempotencyKey', textIn(body, 'idempotencyKey')),
  };
}

/** A definition, or `namespace/name` or `namespace/name:version` of a published one. */
function workflowIn(workflow: Json): StartRequest['definition'] {
  if (isJsonObject(workflow)) return workflow;
  const named = typeof workflow === 'string' ? readDefinitionName(workflow) : null;
  if (named === null)
    throw new RequestError('workflow must be a definition or namespace/name or namespace/name:version');
  return { ...named };
}

const phases: readonly Phase[] = ['pending', 'running', 'waiting', 'suspended', 'cancelled', 'faulted', 'completed'];

function filterIn(query: Readonly<Record<string, string | undefined>>): ExecutionFilter {
  const { phase, namespace, name, version, tenant, parent, since, until, text, before, limit } = query;
  const wanted = phase?.split(',');
  return {
    ...given('phases', wanted === undefined ? undefined : phases.filter((known) => wanted.includes(known))),
    ...given('namespace', namespace),
    ...given('name', name),
    ...given('version', version),
    ...given('tenant', tenant),
    ...given('parent', parent),
    ...given('text', text),
    ...given('since', numberIn('since', since)),
    ...given('until', numberIn('until', until)),
    ...given('before', before),
    ...given('limit', numberIn('limit', limit)),
  };
}

function settlementIn(decision: Json | undefined): Settlement {
  const kind = isJsonObject(decision) ? decision['kind'] : undefined;
  if (kind === 'repeat') return { kind };
  if (kind === 'completed' && isJsonObject(decision)) return { kind, output: decision['output'] ?? null };
  const fault = isJsonObject(decision) ? decision['fault'] : undefined;
  if (kind === 'failed' && isFault(fault)) return { kind, fault };
  throw new RequestError('the decision must be completed (with an output), failed (with a fault) or repeat');
}

function isFault(value: unknown): value is Fault {
  return isJsonObject(value) && typeof value['type'] === 'string' && typeof value['status'] === 'number';
}
