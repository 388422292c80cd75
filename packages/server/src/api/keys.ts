import { z } from '@hono/zod-openapi';
import type { StoredKey } from '../identity/key-facts.ts';
import { home } from '../identity/hindrance.ts';
import type { Principal } from '../identity/principal.ts';
import { roles } from '../identity/right.ts';
import type { ApiHost } from './host.ts';
import { RefusalError } from './refusal.ts';
import type { Router } from './route.ts';

const tag = 'keys';
const tenantName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'letters, digits, dots, dashes');
const ofTenant = z.object({ tenant: tenantName.exactOptional() });
const newKey = z.object({
  user: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  role: z.enum(roles),
  /** Another tenant than that of whoever asks: only those who manage the tenant `local` may name one. */
  tenant: tenantName.exactOptional(),
  /** Milliseconds since 1970. */
  expiresAt: z.number().int().positive().exactOptional(),
});

const instant = z.number().nullable();
const keyRow = z
  .object({
    id: z.string(),
    name: z.string(),
    user: z.string(),
    role: z.enum(roles),
    createdAt: z.number(),
    expiresAt: instant,
    revokedAt: instant,
    usedAt: instant,
  })
  .openapi('Key');

const listing = {
  method: 'get',
  path: '/api/keys',
  summary: 'The keys of a tenant, without their secrets',
  tag,
  needs: ['manage', 'key'],
  query: ofTenant,
  answer: { status: 200, description: 'Oldest first', schema: z.object({ keys: z.array(keyRow) }) },
} as const;

const creation = {
  method: 'post',
  path: '/api/keys',
  summary: 'Make a key; its token is told this once',
  tag,
  needs: ['manage', 'key'],
  body: newKey,
  answer: { status: 201, description: 'The key', schema: z.object({ id: z.string(), token: z.string() }) },
} as const;

const revocation = {
  method: 'delete',
  path: '/api/keys/{key}',
  summary: 'Make a key useless at once',
  tag,
  needs: ['manage', 'key'],
  params: z.object({ key: z.string() }),
  query: ofTenant,
  answer: { status: 204, description: 'It is durable' },
} as const;

const ticketing = {
  method: 'post',
  path: '/api/tickets',
  summary: 'A ticket that opens one stream (`?ticket=`), for readers that can send no headers',
  tag,
  isAudited: false,
  needs: ['read', 'execution'],
  answer: {
    status: 201,
    description: 'The ticket, valid once',
    schema: z.object({ ticket: z.string(), until: z.number() }),
  },
} as const;

/** Keys of the tenant, and tickets for streams. */
export function keyRoutes(router: Router, { keys, tickets, now }: ApiHost): void {
  router.add(listing, ({ principal, query }) => ({ keys: keys.list(tenantFor(principal, query)).map(shown) }));
  router.add(creation, ({ body, principal }) => {
    if (body.expiresAt !== undefined && body.expiresAt <= now())
      throw new RefusalError(400, 'expiresAt is in the past: such a key could never be used');
    return keys.create({ ...body, tenant: tenantFor(principal, body) });
  });
  router.add(revocation, ({ params, query, principal }) => keys.revoke(tenantFor(principal, query), params.key));
  router.add(ticketing, ({ principal }) => tickets.issue(principal));
}

/** Whose keys it is about: one's own, or anybody's for those who manage the installation. */
function tenantFor(principal: Principal, { tenant = principal.tenant }: { readonly tenant?: string }): string {
  if (tenant === principal.tenant || principal.tenant === home) return tenant;
  throw new RefusalError(403, `keys of another tenant are for those who manage the tenant ${home}`);
}

function shown({ hash: _hash, ...key }: StoredKey): Omit<StoredKey, 'hash'> {
  return key;
}
