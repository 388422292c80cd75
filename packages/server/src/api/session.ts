import { z } from '@hono/zod-openapi';
import { Pace } from '../guard/pace.ts';
import { hindrance, home } from '../identity/hindrance.ts';
import type { Principal } from '../identity/principal.ts';
import { fromOurPages } from './from-our-pages.ts';
import type { ApiHost } from './host.ts';
import { RefusalError } from './refusal.ts';
import type { Router, RouteSpec } from './route.ts';

const tag = 'session';
const who = z.object({
  tenant: z.string(),
  user: z.string(),
  role: z.string(),
  /** Routes that this role of this tenant may use, as `openapi.json` names them: `POST /api/orchestrate/{id}/pause`. */
  may: z.array(z.string()),
});

const signingIn = {
  method: 'post',
  path: '/api/session',
  summary: 'Sign in with a key; the answer sets a cookie that scripts cannot read',
  tag,
  needs: 'anyone',
  body: z.object({ token: z.string().max(200) }),
  answer: { status: 200, description: 'Who signed in', schema: who },
} as const;

const asking = {
  method: 'get',
  path: '/api/session',
  summary: 'Who asks',
  tag,
  needs: ['read', 'system'],
  answer: { status: 200, description: 'Tenant, user, role, and which routes they may use', schema: who },
} as const;

const signingOut = {
  method: 'delete',
  path: '/api/session',
  summary: 'Sign out',
  tag,
  needs: 'anyone',
  answer: { status: 204, description: 'The cookie is of no use any more' },
} as const;

/** Signing in with one key: whoever shares it does so a few times a day, and each time is a write. */
const pace = { rate: 1, burst: 60 };

/** Signing in and out in a browser. */
export function sessionRoutes(router: Router, { keys, sessions, now }: ApiHost): void {
  const paces = new Pace(pace, now);
  const known = new Map<string, string[]>();
  // The same for all of a role, in the tenant that keeps what is shared and in the others: asked often, made once.
  const routesFor = (principal: Principal): string[] => {
    const kind = `${principal.role} ${principal.tenant === home}`;
    const routes = known.get(kind) ?? router.specs.filter((spec) => mayUse(principal, spec)).map(nameOf);
    known.set(kind, routes);
    return routes;
  };
  const whoIs = (principal: Principal): z.infer<typeof who> => {
    const { tenant, user, role } = principal;
    return { tenant, user, role, may: routesFor(principal) };
  };
  router.add(signingIn, async ({ body, request, note }) => {
    const principal = keys.whoHas(body.token);
    if (principal === null) throw new RefusalError(401, 'this key is unknown, wrong, revoked or expired');
    note({ principal });
    fromOurPages(request);
    const wait = paces.take(principal.key);
    if (wait > 0) throw new RefusalError(429, 'this key signs in more often than it may', wait);
    const cookie = await sessions.begin(principal, request);
    return Response.json(whoIs(principal), { headers: { 'set-cookie': cookie } });
  });
  router.add(asking, ({ principal }) => whoIs(principal));
  router.add(signingOut, async ({ request, note }) => {
    fromOurPages(request);
    note({ principal: await sessions.whoIs(request) });
    return new Response(null, { status: 204, headers: { 'set-cookie': await sessions.end(request) } });
  });
}

/** What pages offer is what the guard lets through. */
function mayUse(principal: Principal, { needs, isShared = false }: RouteSpec): boolean {
  return needs === 'anyone' || hindrance(principal, { needs, isShared }) === null;
}

function nameOf({ method, path }: RouteSpec): string {
  return `${method.toUpperCase()} ${path}`;
}
