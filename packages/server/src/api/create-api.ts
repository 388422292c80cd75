import { OpenAPIHono } from '@hono/zod-openapi';
import { Witness } from '../audit/witness.ts';
import { boundedRequest } from '../guard/body-at-most.ts';
import { hostCheck } from '../guard/host-check.ts';
import { Pace, type PaceOptions } from '../guard/pace.ts';
import { securityHeaders } from '../guard/security-headers.ts';
import { hindrance } from '../identity/hindrance.ts';
import type { Principal } from '../identity/principal.ts';
import type { Sessions } from '../identity/sessions.ts';
import { auditRoutes } from './audit.ts';
import { agentRoutes } from './agents.ts';
import { messageRoutes } from './messages.ts';
import { sharedContextRoutes } from './shared-context.ts';
import { budgetRoutes } from './budgets.ts';
import { approvalRoutes } from './approvals.ts';
import { costRoutes } from './costs.ts';
import { descriptionRoutes } from './description.ts';
import { definitionRoutes } from './definitions.ts';
import { eventRoutes } from './events.ts';
import { executionRoutes } from './executions.ts';
import { fileRoutes } from './files.ts';
import { healthRoutes } from './health.ts';
import { fromOurPages } from './from-our-pages.ts';
import type { ApiHost } from './host.ts';
import { keyRoutes } from './keys.ts';
import { limitRoutes } from './limits.ts';
import { metricRoutes } from './metrics.ts';
import { orchestrateRoutes } from './orchestrate.ts';
import { answerToError, statusOf } from './problem.ts';
import { planRoutes } from './plans.ts';
import { staticPages } from '../pages/static-pages.ts';
import { RefusalError } from './refusal.ts';
import { Router, type Call, type RouteSpec, type Wanted } from './route.ts';
import { scheduleRoutes } from './schedules.ts';
import { sessionRoutes } from './session.ts';
import { systemRoutes } from './system.ts';
import { watchRequest, type RequestLine } from './watching.ts';
import { webhookRoutes } from './webhooks.ts';

/** Settings of {@link createApi}. */
export interface ApiOptions {
  /** Names under which the server is reached, beside `localhost` and plain addresses. None by default. */
  readonly hosts?: readonly string[];
  /** Requests of one key: 200 a second, 1,000 at once, by default. */
  readonly pace?: PaceOptions;
  /** Bytes of one request, 64 MiB by default. */
  readonly largestRequest?: number;
  /** A folder of pages to answer with where no route fits: the dashboard. None by default. */
  readonly pages?: string;
  /** Told of each request that a route answered: who, what, how long, in which trace. Nothing by default. */
  readonly onRequest?: (line: RequestLine) => void;
  /**
   * Whoever asks is this one, and keys are not looked at: for a socket that only one person reaches. Nobody by default.
   */
  readonly everybody?: Principal;
  /** Told of what went wrong inside while a request was answered. */
  readonly onError?: (error: unknown) => void;
}

/** The API as something that answers requests. */
export interface Api {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Its routes as they describe themselves. */
  readonly routes: readonly RouteSpec[];
}

const defaultPace: PaceOptions = { rate: 200, burst: 1_000 };
const defaultLargest = 64 * 1024 * 1024;

/**
 * The HTTP API of an engine, guarded by keys and roles and described by itself (`GET /api/openapi.json`, OpenAPI 3.1).
 *
 * @example
 * const api = createApi(apiHost({ engine, journal, keys }));
 * await api.fetch(new Request('http://localhost/api/health/live'));
 */
export function createApi(host: ApiHost, options: ApiOptions = {}): Api {
  const { hosts = [], pace = defaultPace, largestRequest = defaultLargest, onError = () => undefined } = options;
  const app = new OpenAPIHono();
  const isOurs = hostCheck(hosts);
  app.use(async ({ req }, next) => {
    if (!isOurs(req.header('host') ?? new URL(req.url).host))
      throw new RefusalError(421, 'this server does not go by that name; `hosts` says which it has');
    await next();
  });
  app.use(async (context, next) => {
    await next();
    // What a route says of its own answer is narrower.
    for (const [name, value] of Object.entries(securityHeaders))
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  });
  app.use(async ({ req }, next) => {
    req.raw = boundedRequest(req.raw, largestRequest);
    await next();
  });
  app.onError((error) => answerToError(error, onError));
  const pageAt = options.pages === undefined ? () => null : staticPages(options.pages);
  app.notFound(({ req }) => {
    const page = req.method === 'GET' && !req.path.startsWith('/api/') ? pageAt(req.path) : null;
    return page ?? answerToError(new RefusalError(404, `no ${req.method} ${req.path} here`), onError);
  });
  const router = new Router(app, {
    identify: guard(host, new Pace(pace, host.now), options.everybody),
    watch: watchRequest({
      witness: new Witness(host.audit, host.now),
      metrics: host.metrics.http,
      tracing: host.tracing ?? null,
      onRequest: options.onRequest ?? (() => undefined),
      onError,
    }),
    statusOf,
  });
  // The stream's address begins like that of a single execution, and has to be looked at first.
  for (const routes of [orchestrateRoutes, executionRoutes, fileRoutes, definitionRoutes, eventRoutes])
    routes(router, host);
  for (const routes of [
    approvalRoutes,
    agentRoutes,
    messageRoutes,
    sharedContextRoutes,
    budgetRoutes,
    costRoutes,
    auditRoutes,
    webhookRoutes,
    metricRoutes,
    limitRoutes,
    scheduleRoutes,
    keyRoutes,
    sessionRoutes,
    healthRoutes,
    systemRoutes,
  ])
    routes(router, host);
  planRoutes(router, host, onError);
  descriptionRoutes(app);
  return { fetch: (request) => answered(app, request), routes: router.specs };
}

/** Whoever asks for the head only reads nothing: what was opened for the content is closed at once. */
async function answered(app: OpenAPIHono, request: Request): Promise<Response> {
  if (request.method !== 'HEAD') return app.fetch(request);
  const answer = await app.fetch(new Request(request, { method: 'GET' }));
  await answer.body?.cancel();
  return new Response(null, answer);
}

type Note = Call<unknown, unknown, unknown>['note'];

/** Who sends a request, if they may: by the key in its header, or by a ticket for a stream. */
function guard({ keys, tickets, sessions }: ApiHost, pace: Pace, everybody: Principal | null = null) {
  const known = async (request: Request): Promise<Principal | null> =>
    everybody ?? keys.whoHas(bearer(request)) ?? tickets.redeem(ticket(request)) ?? sessionOf(sessions, request);
  return async (request: Request, wanted: Wanted, note: Note): Promise<Principal> => {
    const principal = await known(request);
    if (principal === null) throw new RefusalError(401, 'send a valid key: Authorization: Bearer baton_…');
    note({ principal });
    const wait = pace.take(principal.key);
    if (wait > 0) throw new RefusalError(429, 'this key sends more requests than it may', wait);
    const why = hindrance(principal, wanted);
    if (why !== null) throw new RefusalError(403, why);
    return principal;
  };
}

/** A cookie comes by itself with whatever a browser sends, so what changes something has to come from a page of ours. */
async function sessionOf(sessions: Sessions, request: Request): Promise<Principal | null> {
  const principal = await sessions.whoIs(request);
  if (principal !== null && request.method !== 'GET') fromOurPages(request);
  return principal;
}

function bearer(request: Request): string {
  const [, token] = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  return token ?? '';
}

/** Only streams may be opened by a ticket: it stands in the address. */
function ticket(request: Request): string {
  const { pathname, searchParams } = new URL(request.url);
  return pathname.startsWith('/api/orchestrate/stream/') ? (searchParams.get('ticket') ?? '') : '';
}
