import { approvalType } from '@batonhq/core';
import { heldAnswer } from './held-answer.ts';
import type { ApiHost } from './host.ts';
import type { Router } from './route.ts';
import { z } from '@hono/zod-openapi';

const type = 'text/plain; version=0.0.4; charset=utf-8';

const reading = {
  method: 'get',
  path: '/metrics',
  summary: 'Figures of the whole process in the text format of Prometheus',
  tag: 'health',
  needs: ['read', 'system'],
  isShared: true,
  answer: { status: 200, description: 'No label names a tenant, a user or an execution', schema: z.string(), type },
} as const;

/** Figures for whoever watches over the process: of all tenants together, so only for keys of the tenant `local`. */
export function metricRoutes(router: Router, { engine, journal, metrics, now }: ApiHost): void {
  const count = heldAnswer(() => journal.countByPhase(), now);
  router.add(reading, async () => {
    const text = await metrics.text({
      executions: await count(),
      waitingForApproval: (await journal.listeners(approvalType)).length,
      load: engine.load ?? null,
    });
    return new Response(text, { headers: { 'content-type': type } });
  });
}
