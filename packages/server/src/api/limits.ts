import { z } from '@hono/zod-openapi';
import type { ApiHost } from './host.ts';
import type { Router } from './route.ts';
import { object } from './shapes.ts';

/** What the tenant of whoever asks may send where, and what is used of it. */
export function limitRoutes(router: Router, { engine }: ApiHost): void {
  router.add(
    {
      method: 'get',
      path: '/api/limits',
      summary: 'Hosts, functions and providers with limits, and what calls to them wait for',
      tag: 'limits',
      needs: ['read', 'system'],
      answer: { status: 200, description: 'By name', schema: z.object({ limits: z.array(object) }) },
    },
    async ({ principal }) => ({ limits: await engine.limits.list(principal.tenant) }),
  );
}
