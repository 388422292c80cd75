import type { ApiHost } from './host.ts';
import { RefusalError } from './refusal.ts';
import type { Router } from './route.ts';
import { systemMetrics } from './system-shapes.ts';

/** How long an answer holds: pages that ask every few seconds, many of them, cost one look at the journal. */
const holds = 2_000;

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
  let asked: { readonly at: number; readonly answer: Promise<object> } | null = null;
  router.add(metrics, () => {
    if (read === undefined) throw new RefusalError(404, 'this server was started without system metrics');
    if (asked === null || now() - asked.at >= holds) asked = { at: now(), answer: read() };
    return asked.answer;
  });
}
