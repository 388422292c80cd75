import { previewOfBranch, programCompiler } from '@batonhq/engine';
import { z } from '@hono/zod-openapi';
import { executionStream } from '../stream/execution-stream.ts';
import { placeIn } from '../stream/stream-place.ts';
import { branchPreview, executionPage, executionResult } from './execution-shapes.ts';
import type { ApiHost } from './host.ts';
import { owned } from './ownership.ts';
import { RefusalError } from './refusal.ts';
import type { Router } from './route.ts';
import { execution, json, object, started } from './shapes.ts';
import { priority, startBody, startFor } from './start.ts';

const tag = 'executions';

const starting = {
  method: 'post',
  path: '/api/orchestrate',
  summary: 'Start an execution: of a workflow, of a plan that was agreed to, or of a goal that is planned for',
  tag,
  needs: ['start', 'execution'],
  body: startBody,
  answer: { status: 201, description: 'Its start is durable', schema: started },
} as const;

const viewing = {
  method: 'get',
  path: '/api/orchestrate/{id}',
  summary: 'One execution: what it is, what it waits for, its tasks',
  tag,
  needs: ['read', 'execution'],
  params: execution,
  answer: { status: 200, description: 'The execution', schema: executionPage },
} as const;

const ending = {
  method: 'get',
  path: '/api/orchestrate/{id}/result',
  summary: 'How an execution ended; waits until it has',
  tag,
  needs: ['read', 'execution'],
  params: execution,
  answer: { status: 200, description: 'Its phase with the output or the fault', schema: executionResult },
} as const;

const following = {
  method: 'get',
  path: '/api/orchestrate/stream/{id}',
  summary: 'What happens in an execution, live, as server-sent events',
  tag,
  needs: ['read', 'execution'],
  params: execution,
  answer: {
    status: 200,
    description:
      '`progress`, `approval` and `suspended` while it goes on, then one of `complete`, `fault` and `cancelled`; `reset` first where `Last-Event-ID` names an event that is no more',
    schema: z.string(),
    type: 'text/event-stream',
  },
} as const;

const signalling = {
  method: 'post',
  path: '/api/orchestrate/{id}/signal',
  summary: 'Send an execution a message that it may wait for',
  tag,
  needs: ['steer', 'execution'],
  params: execution,
  body: z.object({ name: z.string().min(1), data: json.exactOptional(), id: z.string().exactOptional() }),
  answer: { status: 204, description: 'It is durable' },
} as const;

const revising = {
  method: 'post',
  path: '/api/orchestrate/{id}/revise',
  summary: 'Ask people whether it shall go on by another definition: what has started stands in it as it is',
  tag,
  needs: ['start', 'execution'],
  params: execution,
  body: z.object({ definition: object, because: z.string().max(10_000).exactOptional() }),
  answer: {
    status: 201,
    description: 'People are asked; `approval` is the id of the question',
    schema: z.object({ approval: z.string() }),
  },
} as const;

const previewing = {
  method: 'get',
  path: '/api/orchestrate/{id}/branch',
  summary: 'What branching off would do: outside calls that may be made again, and what flows in where it begins',
  tag,
  needs: ['read', 'execution'],
  params: execution,
  query: z.object({ from: z.string().exactOptional() }),
  answer: { status: 200, description: 'Nothing was done', schema: branchPreview },
} as const;

const branching = {
  method: 'post',
  path: '/api/orchestrate/{id}/branch',
  summary: 'Start a new execution that goes on from a point of this one',
  tag,
  needs: ['start', 'execution'],
  params: execution,
  body: z.object({ from: z.string().exactOptional(), input: json.exactOptional(), priority }),
  answer: { status: 201, description: 'Its start is durable', schema: started },
} as const;

/** Starting, following and steering executions. */
export function orchestrateRoutes(router: Router, host: ApiHost): void {
  const { engine, journal } = host;
  router.add(starting, async ({ body, principal, trace }) => ({
    id: await startFor(host, body, { ...principal, trace }),
  }));
  router.add(viewing, async ({ params, principal }) => {
    await owned(journal, params.id, principal);
    return engine.details(params.id);
  });
  router.add(ending, async ({ params, principal, request }) => {
    await owned(journal, params.id, principal);
    return engine.result(params.id, request.signal);
  });
  streamRoute(router, host);
  steeringRoutes(router, host);
}

/** The id of the last message that a reader has. */
function lastSeen(request: Request): number {
  const seq = Number(request.headers.get('last-event-id') ?? 0);
  if (Number.isSafeInteger(seq) && seq >= 0) return seq;
  throw new RefusalError(400, 'Last-Event-ID must be the id of a message of this stream');
}

function streamRoute(router: Router, { engine, journal, keys, metrics, heartbeat }: ApiHost): void {
  router.add(following, async ({ params, principal, request }) => {
    const seq = lastSeen(request);
    await owned(journal, params.id, principal);
    const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' };
    return new Response(
      executionStream(engine, params.id, {
        place: await placeIn(journal, params.id, seq),
        heartbeat,
        signal: request.signal,
        isAllowed: () => keys.isStill(principal),
        opened: () => metrics.streamOpened(),
      }),
      { headers },
    );
  });
}

function steeringRoutes(router: Router, host: ApiHost): void {
  const { engine, journal } = host;
  const verbs = { pause: 'Pause', resume: 'Resume', cancel: 'Cancel' } as const;
  for (const verb of ['pause', 'resume', 'cancel'] as const) {
    router.add(
      {
        method: 'post',
        path: `/api/orchestrate/{id}/${verb}`,
        summary: `${verbs[verb]} an execution`,
        tag,
        needs: ['steer', 'execution'],
        params: execution,
        answer: { status: 204, description: 'It is durable' },
      },
      async ({ params, principal }) => {
        await owned(journal, params.id, principal);
        await engine[verb](params.id, principal.user);
      },
    );
  }
  router.add(signalling, async ({ params, body, principal }) => {
    await owned(journal, params.id, principal);
    await engine.signal(params.id, body);
  });
  branchRoutes(router, host);
  revisionRoute(router, host);
}

function revisionRoute(router: Router, { engine, journal }: ApiHost): void {
  router.add(revising, async ({ params, body, principal }) => {
    await owned(journal, params.id, principal);
    return { approval: await engine.revise(params.id, { ...body, by: principal.user }) };
  });
}

function branchRoutes(router: Router, { engine, journal }: ApiHost): void {
  const compile = programCompiler();
  router.add(previewing, async ({ params, query, principal }) => {
    await owned(journal, params.id, principal);
    return previewOfBranch({ execution: params.id, ...query }, { journal, compile });
  });
  router.add(branching, async ({ params, body, principal: { tenant, user }, principal }) => {
    await owned(journal, params.id, principal);
    return { id: await engine.branchOff({ execution: params.id, ...body, tenant, user }) };
  });
}
