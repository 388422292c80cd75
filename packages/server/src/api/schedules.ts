import { z } from '@hono/zod-openapi';
import type { ApiHost } from './host.ts';
import type { Router } from './route.ts';
import { schedulePage, scheduleRow } from './schedule-shapes.ts';
import { json, started } from './shapes.ts';

const tag = 'schedules';
const shared = { tag, isShared: true } as const;
const which = z.object({ namespace: z.string().min(1), name: z.string().min(1) });
const base = '/api/schedules/{namespace}/{name}';
const idOf = ({ namespace, name }: z.infer<typeof which>): string => `${namespace}/${name}`;

const listing = {
  ...shared,
  method: 'get',
  path: '/api/schedules',
  summary: 'All schedules',
  needs: ['read', 'schedule'],
  answer: { status: 200, description: 'By id', schema: z.object({ schedules: z.array(scheduleRow) }) },
} as const;

const viewing = {
  ...shared,
  method: 'get',
  path: base,
  summary: 'A schedule and its next occurrences',
  needs: ['read', 'schedule'],
  params: which,
  query: z.object({ count: z.coerce.number().int().min(1).max(100).default(10) }),
  answer: { status: 200, description: 'The schedule', schema: schedulePage },
} as const;

const triggering = {
  ...shared,
  method: 'post',
  path: `${base}/trigger`,
  summary: 'Start an execution of it now',
  needs: ['manage', 'schedule'],
  params: which,
  body: z.object({ input: json.exactOptional(), request: z.string().exactOptional() }),
  answer: { status: 201, description: 'Its start is durable', schema: started },
} as const;

/** Executions that start by themselves: when, and stopping them. */
export function scheduleRoutes(router: Router, { engine }: ApiHost): void {
  router.add(listing, async () => ({ schedules: await engine.schedules.list() }));
  router.add(viewing, async ({ params, query }) => {
    const id = idOf(params);
    return { schedule: await engine.schedules.get(id), next: await engine.schedules.next(id, query.count) };
  });
  for (const verb of ['pause', 'resume', 'delete'] as const) {
    router.add(
      {
        ...shared,
        method: 'post',
        path: `${base}/${verb}`,
        summary: `${verb[0]?.toUpperCase()}${verb.slice(1)} a schedule`,
        needs: ['manage', 'schedule'],
        params: which,
        answer: { status: 204, description: 'It is durable' },
      },
      ({ params, principal }) => engine.schedules[verb](idOf(params), principal.user),
    );
  }
  router.add(triggering, async ({ params, body }) => ({ id: await engine.schedules.trigger(idOf(params), body) }));
}
