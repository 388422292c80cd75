import { randomUUID } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import type { ApiHost } from './host.ts';
import { origin } from './origin.ts';
import type { Router } from './route.ts';
import { json, whole } from './shapes.ts';

const tag = 'messages';
const name = z.string().min(1).max(200);
const status = z.enum(['waiting', 'delivered', 'acknowledged', 'abandoned']);

/** A message between agents, and how it stands. */
const message = z
  .object({
    id: z.string(),
    from: z.string(),
    to: z.string(),
    type: z.string(),
    body: json,
    correlation: z.string(),
    at: z.number(),
    origin,
    status,
    deliveries: z.number(),
    execution: z.string().nullable(),
    endedAt: z.number().nullable(),
  })
  .openapi('Message');

/** Messages between agents, definitions and people. */
export function messageRoutes(router: Router, { engine }: ApiHost): void {
  router.add(
    {
      method: 'get',
      path: '/api/messages',
      summary: 'Messages to agents, newest first',
      tag,
      needs: ['read', 'event'],
      query: z.object({
        agent: name.exactOptional(),
        status: status.exactOptional(),
        before: whole.exactOptional(),
        limit: z.coerce.number().int().min(1).max(1_000).exactOptional(),
      }),
      answer: {
        status: 200,
        description: 'What happened lately, and all that waits',
        schema: z.object({ messages: z.array(message) }),
      },
    },
    async ({ query, principal: { tenant } }) => ({ messages: await engine.messages.list({ tenant, ...query }) }),
  );
  router.add(
    {
      method: 'post',
      path: '/api/messages',
      summary: 'Write to an agent; the same id again is the same message',
      tag,
      needs: ['publish', 'event'],
      body: z.strictObject({
        to: name,
        type: name.default('request'),
        body: json,
        correlation: name.exactOptional(),
        id: name.exactOptional(),
      }),
      answer: { status: 202, description: 'It is kept', schema: z.object({ id: z.string(), isNew: z.boolean() }) },
    },
    async ({ body: { id = randomUUID(), correlation = id, ...body }, principal: { tenant, user } }) => {
      const from = `person:${user}`;
      const isNew = await engine.messages.send({ tenant, id, from, correlation, ...body, origin: { kind: 'user' } });
      return { id, isNew };
    },
  );
}
