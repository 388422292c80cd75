import { z } from '@hono/zod-openapi';
import type { ApiHost } from './host.ts';
import { RefusalError } from './refusal.ts';
import type { Router } from './route.ts';

const tag = 'session';
const who = z.object({ tenant: z.string(), user: z.string(), role: z.string() });

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
  answer: { status: 200, description: 'Tenant, user and role', schema: who },
} as const;

const signingOut = {
  method: 'delete',
  path: '/api/session',
  summary: 'Sign out',
  tag,
  needs: 'anyone',
  answer: { status: 204, description: 'The cookie is of no use any more' },
} as const;

/** Signing in and out in a browser. */
export function sessionRoutes(router: Router, { sessions }: ApiHost): void {
  router.add(signingIn, ({ body, request, note }) => {
    const begun = sessions.begin(body.token, { isSecure: new URL(request.url).protocol === 'https:' });
    if (begun === null) throw new RefusalError(401, 'this key is unknown, wrong, revoked or expired');
    note({ principal: begun.principal });
    const { tenant, user, role } = begun.principal;
    return Response.json({ tenant, user, role }, { headers: { 'set-cookie': begun.cookie } });
  });
  router.add(asking, ({ principal: { tenant, user, role } }) => ({ tenant, user, role }));
  router.add(signingOut, ({ request, note }) => {
    note({ principal: sessions.whoIs(request) });
    return new Response(null, { status: 204, headers: { 'set-cookie': sessions.end(request) } });
  });
}
