import { Hono, type Context } from 'hono';
import type { ApprovalAnswer, Approvals } from '../approval/approval-door.ts';
import { RequestError } from './problem.ts';
import { bodyOf, given, needed, textIn } from './request-parts.ts';

/** The part of the HTTP API that is about approvals. */
export function approvalRoutes(approvals: () => Approvals): Hono {
  const app = new Hono();
  app.get('/', async (context) => {
    const { tenant, execution } = context.req.query();
    return context.json({
      approvals: await approvals().list({ ...given('tenant', tenant), ...given('execution', execution) }),
    });
  });
  app.post('/:id/approve', async (context) => {
    await approvals().approve(context.req.param('id'), await answerIn(context));
    return context.body(null, 204);
  });
  app.post('/:id/deny', async (context) => {
    await approvals().deny(context.req.param('id'), await answerIn(context));
    return context.body(null, 204);
  });
  app.post('/:id/amend', async (context) => {
    const body = await bodyOf(context);
    const input = body['input'];
    if (input === undefined) throw new RequestError('an amendment has an input');
    const change = { by: needed(body, 'by'), input, ...given('comment', textIn(body, 'comment')) };
    return context.json({ id: await approvals().amend(context.req.param('id'), change) });
  });
  return app;
}

async function answerIn(context: Context): Promise<ApprovalAnswer> {
  const body = await bodyOf(context);
  return { by: needed(body, 'by'), ...given('comment', textIn(body, 'comment')) };
}
