import { z } from '@hono/zod-openapi';
import type { PlanPage, Plans, Wish } from '../plan/plan-door.ts';
import { planStream } from '../plan/plan-stream.ts';
import { budget } from './budgets.ts';
import type { ApiHost } from './host.ts';
import { planDifference, planPage, planRow } from './plan-shapes.ts';
import { publicProblem } from './problem.ts';
import { RefusalError } from './refusal.ts';
import type { Router } from './route.ts';
import { object } from './shapes.ts';
import type { Principal } from '../identity/principal.ts';

const tag = 'plans';
const named = z.object({ name: z.string().min(1).max(200) });
const version = z.coerce.number().int().min(1);
const page = {
  description: 'The plan: its tasks, what it takes, what asks, and whether it was agreed to',
  schema: planPage,
};

/** What planners read; they refuse more at every other door too. */
const longestGoal = 8_000;

/** What is wanted, as requests say it. */
export const wish = {
  goal: z.string().min(1).max(longestGoal).exactOptional(),
  type: z.string().min(1).exactOptional(),
  description: z.string().max(longestGoal).exactOptional(),
  requirements: z.array(z.string().min(1)).max(100).exactOptional(),
  businessContext: object.exactOptional(),
};

const creating = {
  method: 'post',
  path: '/api/plans',
  summary: 'Plan for a goal and keep the plan; nothing is carried out. Streams with `Accept: text/event-stream`',
  tag,
  needs: ['start', 'plan'],
  body: z.object({ ...wish, budget: budget.exactOptional() }),
  answer: { status: 201, ...page },
} as const;

const listing = {
  method: 'get',
  path: '/api/plans',
  summary: 'The plans that are kept, the newest change first',
  tag,
  needs: ['read', 'plan'],
  answer: { status: 200, description: 'The plans', schema: z.object({ plans: z.array(planRow) }) },
} as const;

const showing = {
  method: 'get',
  path: '/api/plans/{name}',
  summary: 'A version of a plan, the newest by default, as it stands with the functions and the policy of now',
  tag,
  needs: ['read', 'plan'],
  params: named,
  query: z.object({ version: version.exactOptional() }),
  answer: { status: 200, ...page },
} as const;

const comparing = {
  method: 'get',
  path: '/api/plans/{name}/diff',
  summary: 'What changed between two versions: from the approved one, or the one before, to the newest, by default',
  tag,
  needs: ['read', 'plan'],
  params: named,
  query: z.object({ from: version.exactOptional(), to: version.exactOptional() }),
  answer: { status: 200, description: 'The changes, and what of them has to be agreed to', schema: planDifference },
} as const;

const changing = {
  method: 'post',
  path: '/api/plans/{name}/versions',
  summary: 'Check a changed definition, an object or YAML, and keep it as the next version',
  tag,
  needs: ['start', 'plan'],
  params: named,
  body: z.object({ definition: z.union([z.string().min(1), object]) }),
  answer: { status: 201, ...page },
} as const;

const reverting = {
  method: 'post',
  path: '/api/plans/{name}/revert',
  summary: 'Make an earlier version the newest again; it has to be agreed to anew',
  tag,
  needs: ['start', 'plan'],
  params: named,
  body: z.object({ version }),
  answer: { status: 201, ...page },
} as const;

const agreeing = {
  method: 'post',
  path: '/api/plans/{name}/approve',
  summary: 'Agree to a version: it may be carried out as long as nothing it rests on changes',
  tag,
  needs: ['decide', 'plan'],
  params: named,
  body: z.object({ version: version.exactOptional(), hash: z.string().exactOptional() }),
  answer: { status: 200, ...page },
} as const;

/** Plans: made for a goal, looked at, changed, agreed to. They are carried out by `POST /api/orchestrate`. */
export function planRoutes(router: Router, host: ApiHost, failed: (error: unknown) => void): void {
  const of = (principal: Principal): Plans => plansOf(host, principal);
  router.add(creating, ({ body, principal, request }) => create(of(principal), { wish: body, request, failed }));
  router.add(listing, async ({ principal }) => ({ plans: await of(principal).list() }));
  router.add(showing, ({ params, query, principal }) => of(principal).read(params.name, query.version));
  router.add(comparing, ({ params, query, principal }) => of(principal).compare(params.name, query));
  router.add(changing, ({ params, body, principal }) => of(principal).change(params.name, body.definition));
  router.add(reverting, ({ params, body, principal }) => of(principal).revert(params.name, body.version));
  router.add(agreeing, ({ params, body, principal }) => of(principal).approve(params.name, body));
}

/** The plans of whoever asks. */
export function plansOf({ plans }: ApiHost, { tenant, user }: Principal): Plans {
  if (plans === undefined) throw new RefusalError(404, 'this server makes no plans: it was started without planners');
  return plans.of({ tenant, user });
}

interface Creating {
  readonly wish: Wish;
  readonly request: Request;
  readonly failed: (error: unknown) => void;
}

/** The plan, or a stream of how it comes about for whoever wants to watch. */
async function create(plans: Plans, { wish: wanted, request, failed }: Creating): Promise<PlanPage | Response> {
  if (request.headers.get('accept')?.includes('text/event-stream') !== true)
    return plans.keep(await plans.plan(wanted));
  const stream = planStream(
    async (heard) => plans.keep(await plans.plan(wanted, heard)),
    (error) => publicProblem(error, failed),
  );
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' };
  return new Response(stream, { headers });
}
