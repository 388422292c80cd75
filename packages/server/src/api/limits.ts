import { z } from '@hono/zod-openapi';
import type { ApiHost } from './host.ts';
import { limitRow } from './limit-shapes.ts';
import type { Router } from './route.ts';

const tag = 'limits';

const listing = {
  method: 'get',
  path: '/api/limits',
  summary: 'Hosts, functions and providers with limits, and what calls to them wait for',
  tag,
  needs: ['read', 'system'],
  answer: { status: 200, description: 'By name', schema: z.object({ limits: z.array(limitRow) }) },
} as const;

const resource = z.string().regex(/^(host|function|provider)\/./, 'host/NAME, function/NAME or provider/NAME');

const freeing = {
  method: 'post',
  path: '/api/limits/free',
  summary: 'Let calls be made again at once, whatever silence was asked for and however many failed',
  tag,
  needs: ['manage', 'system'],
  body: z.object({ resource }),
  answer: { status: 200, description: 'How many were freed', schema: z.object({ freed: z.number() }) },
} as const;

/** What the tenant of whoever asks may send where, and what is used of it. */
export function limitRoutes(router: Router, { engine }: ApiHost): void {
  router.add(listing, async ({ principal }) => ({ limits: await engine.limits.list(principal.tenant) }));
  router.add(freeing, async ({ body, principal: { tenant, user }, note }) => {
    note({ target: body.resource });
    return { freed: await engine.limits.free({ ...body, tenant, by: user }) };
  });
}
