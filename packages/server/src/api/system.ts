import { heldAnswer } from './held-answer.ts';
import type { ApiHost } from './host.ts';
import { RefusalError } from './refusal.ts';
import type { Router } from './route.ts';
import { systemMetrics } from './system-shapes.ts';

const metrics = {
  method: 'get',
  path: '/api/system/metrics',
  summary: 'Totals, health with its signs, bottlenecks and recommendations, as `getSystemMetrics` gives them',
  tag: 'health',
  needs: ['read', 'system'],
  isShared: true,
  answer: { status: 200, description: 'All tenants together', schema: systemMetrics },
} as const;

/** How the system does as a whole. */
export function systemRoutes(router: Router, { systemMetrics: read, now }: ApiHost): void {
  const ask = read === undefined ? null : heldAnswer(read, now);
  router.add(metrics, () => {
    if (ask === null) throw new RefusalError(404, 'this server was started without system metrics');
    return ask();
  });
}
