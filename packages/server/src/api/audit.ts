import { z } from '@hono/zod-openapi';
import { auditRow, results } from '../audit/audit-entry.ts';
import type { ApiHost } from './host.ts';
import type { Router } from './route.ts';
import { whole } from './shapes.ts';

const text = z.string().min(1).max(400).exactOptional();

const listing = {
  method: 'get',
  path: '/api/audit',
  summary:
    'Who did what, newest first: everything that was to change something, refusals too; `next` goes into `before`',
  tag: 'audit',
  needs: ['manage', 'system'],
  query: z.object({
    user: text,
    action: text.openapi({ example: 'POST /api/orchestrate/{id}/cancel' }),
    target: text,
    result: z.enum(results).exactOptional(),
    since: whole.exactOptional(),
    until: whole.exactOptional(),
    before: whole.exactOptional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  answer: {
    status: 200,
    description: 'A page, which may be short where a filter finds little; `next` is null after the last one',
    schema: z.object({ entries: z.array(auditRow), next: z.number().nullable() }),
  },
} as const;

/** The audit of the tenant of whoever asks. */
export function auditRoutes(router: Router, { audit }: ApiHost): void {
  const whats = new Map<string, string>();
  const whatOf = (action: string): string => {
    if (whats.size === 0)
      for (const { method, path, summary } of router.specs) whats.set(`${method.toUpperCase()} ${path}`, summary);
    return whats.get(action) ?? action;
  };
  router.add(listing, async ({ query, principal }) => {
    const { entries, next } = await audit.page(principal.tenant, query);
    return { entries: entries.map((entry) => ({ ...entry, what: whatOf(entry.action) })), next };
  });
}
