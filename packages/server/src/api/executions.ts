import type { ExecutionFilter, ExecutionView, Phase } from '@batonhq/core';
import type { Engine } from '@batonhq/engine';
import { z } from '@hono/zod-openapi';
import type { Principal } from '../identity/principal.ts';
import { executionRow, phase, recorded } from './execution-shapes.ts';
import type { ApiHost } from './host.ts';
import { owned } from './ownership.ts';
import type { Router } from './route.ts';
import { execution, object, whole } from './shapes.ts';

const tag = 'executions';

/** Phases in a query: one, or several with commas. */
const phases = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(phase))
  .openapi({ type: 'string', example: 'running,waiting' });

const filter = {
  phase: phases.exactOptional(),
  namespace: z.string().exactOptional(),
  name: z.string().exactOptional(),
  version: z.string().exactOptional(),
  parent: z.string().exactOptional(),
  text: z.string().max(500).exactOptional(),
  since: whole.exactOptional(),
  until: whole.exactOptional(),
};
const page = z.object({
  ...filter,
  before: z.string().exactOptional(),
  limit: z.coerce.number().int().min(1).max(1_000).exactOptional(),
});

const verbs = z.enum(['pause', 'resume', 'cancel']);
const bulkBody = z.object({
  action: verbs,
  filter: z.strictObject({
    ...filter,
    phase: z.array(phase).exactOptional(),
    /** These and no others; of the rest only `phase` counts then. */
    ids: z.array(z.string()).max(1_000).exactOptional(),
  }),
  /** Only say how many it would be. */
  dryRun: z.boolean().default(true),
});

const outcome = z.object({
  matched: z.number(),
  done: z.number(),
  refused: z.array(z.object({ id: z.string(), reason: z.string() })),
});

/** Executions at most that one order may touch: a page of work, not a way to stop everything by mistake. */
const mostAtOnce = 10_000;

const listing = {
  method: 'get',
  path: '/api/executions',
  summary: 'Executions, newest first; `before` with the last id goes on',
  tag,
  needs: ['read', 'execution'],
  query: page,
  answer: { status: 200, description: 'A page of them', schema: z.object({ executions: z.array(executionRow) }) },
} as const;

const eventPage = {
  method: 'get',
  path: '/api/executions/{id}/events',
  summary: 'The events of an execution that are there, after event `after`',
  tag,
  needs: ['read', 'execution'],
  params: execution,
  query: z.object({ after: whole.default(0), limit: z.coerce.number().int().min(1).max(10_000).default(1_000) }),
  answer: { status: 200, description: 'A page of events', schema: z.object({ events: z.array(recorded) }) },
} as const;

const definition = {
  method: 'get',
  path: '/api/executions/{id}/definition',
  summary: 'The definition that an execution carries out',
  tag,
  needs: ['read', 'execution'],
  params: execution,
  answer: { status: 200, description: 'The definition', schema: object },
} as const;

const bulkOrder = {
  method: 'post',
  path: '/api/executions/bulk',
  summary: 'Pause, resume or cancel all executions that a filter finds; a dry run only counts them',
  tag,
  needs: ['steer', 'execution'],
  body: bulkBody,
  answer: { status: 200, description: 'How many it was, or would be', schema: outcome },
} as const;

/** Lists of executions, and orders to many of them. */
export function executionRoutes(router: Router, { engine, journal }: ApiHost): void {
  router.add(listing, async ({ query: { phase: wanted, ...more }, principal: { tenant } }) => ({
    executions: await engine.list({ ...more, ...(wanted !== undefined && { phases: wanted }), tenant }),
  }));
  router.add(eventPage, async ({ params, query, principal }) => {
    await owned(journal, params.id, principal);
    return { events: await journal.read(params.id, { seq: query.after, limit: query.limit }) };
  });
  router.add(definition, async ({ params, principal }) => {
    const view = await owned(journal, params.id, principal);
    return (await journal.definition(view.definition.hash))?.definition;
  });
  router.add(bulkOrder, ({ body, principal }) => bulk({ engine, journal }, body, principal));
}

async function bulk(
  { engine, journal }: Pick<ApiHost, 'engine' | 'journal'>,
  { action, filter: { phase: wanted, ids, ...more }, dryRun }: z.infer<typeof bulkBody>,
  { tenant, user }: Principal,
) {
  const phasesOf: readonly Phase[] = wanted ?? ['pending', 'running', 'waiting', 'suspended'];
  const found =
    ids === undefined
      ? await all(engine, { ...more, phases: phasesOf, tenant })
      : (await named(journal, ids)).filter((view) => view.tenant === tenant && phasesOf.includes(view.phase));
  if (dryRun) return { matched: found.length, done: 0, refused: [] };
  const refused: { readonly id: string; readonly reason: string }[] = [];
  for (const { id } of found) {
    try {
      await engine[action](id, user);
    } catch (error) {
      refused.push({ id, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { matched: found.length, done: found.length - refused.length, refused };
}

/** Those that were named and are there. */
async function named(journal: ApiHost['journal'], ids: readonly string[]): Promise<readonly ExecutionView[]> {
  const views = await Promise.all([...new Set(ids)].map((id) => journal.view(id)));
  return views.filter((view) => view !== null);
}

/** Page by page, so that the list of a filter is of one moment as nearly as it can be. */
async function all(engine: Engine, wanted: ExecutionFilter): Promise<readonly ExecutionView[]> {
  const found: ExecutionView[] = [];
  const limit = 1_000;
  while (found.length < mostAtOnce) {
    const last = found.at(-1);
    const next = await engine.list({ ...wanted, limit, ...(last !== undefined && { before: last.id }) });
    found.push(...next);
    if (next.length < limit) break;
  }
  return found;
}
