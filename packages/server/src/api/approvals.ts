import { z } from '@hono/zod-openapi';
import { pendingApproval } from './approval-shapes.ts';
import type { ApiHost } from './host.ts';
import type { Router } from './route.ts';
import { json } from './shapes.ts';

const tag = 'approvals';
const which = z.object({ id: z.string().min(1).max(400) });
const answer = z.object({ comment: z.string().max(10_000).exactOptional() });

const listing = {
  method: 'get',
  path: '/api/approvals',
  summary: 'What waits for an answer, the oldest question first: the call as it will be made, why, until when',
  tag,
  needs: ['read', 'approval'],
  answer: { status: 200, description: 'The questions', schema: z.object({ approvals: z.array(pendingApproval) }) },
} as const;

const amending = {
  method: 'post',
  path: '/api/approvals/{id}/amend',
  summary: 'Change what a function or a workflow is given: that is another question',
  tag,
  needs: ['decide', 'approval'],
  params: which,
  body: z.object({ input: json, comment: z.string().max(10_000).exactOptional() }),
  answer: { status: 201, description: 'The id of the new question', schema: z.object({ id: z.string() }) },
} as const;

/** What people are asked before a call is made, and their answers. */
export function approvalRoutes(router: Router, { engine }: ApiHost): void {
  router.add(listing, async ({ principal: { tenant } }) => ({ approvals: await engine.approvals.list({ tenant }) }));
  answerRoutes(router, engine);
  router.add(amending, async ({ params, body, principal: { tenant, user } }) => ({
    id: await engine.approvals.amend(params.id, { ...body, tenant, by: user }),
  }));
}

function answerRoutes(router: Router, engine: ApiHost['engine']): void {
  for (const verb of ['approve', 'deny'] as const) {
    router.add(
      {
        method: 'post',
        path: `/api/approvals/{id}/${verb}`,
        summary: verb === 'approve' ? 'Let the call be made' : 'Do not let the call be made',
        tag,
        needs: ['decide', 'approval'],
        params: which,
        body: answer,
        answer: { status: 204, description: 'It is durable' },
      },
      ({ params, body, principal: { tenant, user } }) =>
        engine.approvals[verb](params.id, { ...body, tenant, by: user }),
    );
  }
}
