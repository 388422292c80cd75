import type { ContextOrigin, Json } from '@batonhq/core';
import type { ContextValue } from '@batonhq/engine';
import { z } from '@hono/zod-openapi';
import type { Principal } from '../identity/principal.ts';
import type { ApiHost } from './host.ts';
import { owned } from './ownership.ts';
import type { Router } from './route.ts';
import { origin } from './origin.ts';
import { json, object } from './shapes.ts';

const tag = 'shared context';
const scope = z
  .string()
  .regex(/^(?:tenant|execution:.{1,200}|project:.{1,200})$/u, 'tenant, execution:ID or project:NAME')
  .openapi({ example: 'project:launch' });
const key = z.string().min(1).max(200);
const number = z.number().int().nonnegative();
const writer = z.object({
  execution: z.string().optional(),
  task: z.string().optional(),
  agent: z.string().optional(),
  user: z.string().optional(),
});
const conflict = z.object({
  number,
  at: z.number(),
  by: writer,
  expected: number.nullable(),
  found: number,
  value: json,
  why: z.string(),
});

/** A shared value, with where it came from. */
const value = z
  .object({
    scope: z.string(),
    key: z.string(),
    value: json,
    version: number,
    at: z.number(),
    origin: origin.nullable(),
    by: writer.nullable(),
    conflicts: z.array(conflict),
  })
  .openapi('SharedValue');

const named = z.object({ scope: scope.default('tenant'), key });
const write = z.strictObject({
  scope: scope.default('tenant'),
  key,
  value: json,
  /** The version that was read, 0 for none. */
  expected: number.default(0),
  merge: z.enum(['add', 'append', 'union', 'fields', 'max', 'min']).exactOptional(),
  /** Numbers of conflicts that this settles. */
  resolves: z.array(number).exactOptional(),
});

/** What people say themselves. */
const said: ContextOrigin = { kind: 'user' };

/** The values that executions, agents and people share; each says where it came from, and none is overwritten unseen. */
export function sharedContextRoutes(router: Router, host: ApiHost): void {
  router.add(
    {
      method: 'get',
      path: '/api/context',
      summary: 'Shared values, by scope and key',
      tag,
      needs: ['read', 'execution'],
      query: z.object({ scope: scope.exactOptional(), prefix: z.string().max(200).exactOptional() }),
      answer: { status: 200, description: 'With their origins', schema: z.object({ values: z.array(value) }) },
    },
    async ({ query, principal: { tenant } }) => ({
      values: await host.engine.sharedContext.list({ tenant, ...query }),
    }),
  );
  router.add(
    {
      method: 'get',
      path: '/api/context/history',
      summary: 'What happened to a shared value',
      tag,
      needs: ['read', 'execution'],
      query: named,
      answer: { status: 200, description: 'Oldest first', schema: z.object({ facts: z.array(object) }) },
    },
    async ({ query, principal: { tenant } }) => {
      const facts = await host.engine.sharedContext.history({ tenant, ...query });
      return { facts: facts.map(({ seq, at, kind, fields }) => ({ seq, at, kind, ...fields })) };
    },
  );
  router.add(
    {
      method: 'put',
      path: '/api/context',
      summary: 'Write a shared value; 409 when somebody else wrote meanwhile, and that is recorded',
      tag,
      needs: ['steer', 'execution'],
      body: write,
      answer: { status: 200, description: 'The version that it has now', schema: z.object({ version: number }) },
    },
    async ({ body, principal }) => {
      await mayWrite(body.scope, host, principal);
      const { tenant, user } = principal;
      const order = { tenant, ...body, origin: said, by: { user } };
      const { isWritten, there, version } = await host.engine.sharedContext.write(order);
      return isWritten ? { version } : inTheWay(there, body.key);
    },
  );
}

/** Values of an execution belong to whoever it belongs to. */
async function mayWrite(where: string, { journal }: ApiHost, principal: Principal): Promise<void> {
  if (where.startsWith('execution:')) await owned(journal, where.slice('execution:'.length), principal);
}

/** What was there instead of what the writer had read. */
function inTheWay(there: ContextValue | null, name: string): Response {
  const found = there?.version ?? 0;
  const held: Json = there?.value ?? null;
  const detail = `${name} was not written: version ${found} is there, and the refusal is recorded`;
  const problem = { type: 'urn:baton:problem:conflict', title: 'Conflict', status: 409, detail, found, value: held };
  return Response.json(problem, { status: 409, headers: { 'content-type': 'application/problem+json' } });
}
