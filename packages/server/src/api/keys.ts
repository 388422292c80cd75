import { z } from '@hono/zod-openapi';
import type { StoredKey } from '../identity/key-facts.ts';
import { roles } from '../identity/right.ts';
import type { ApiHost } from './host.ts';
import { RefusalError } from './refusal.ts';
import type { Router } from './route.ts';
import { object } from './shapes.ts';

const tag = 'keys';
const newKey = z.object({
  user: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  role: z.enum(roles),
  /** Milliseconds since 1970. */
  expiresAt: z.number().int().positive().exactOptional(),
});

const listing = {
  method: 'get',
  path: '/api/keys',
  summary: 'The keys of this tenant, without their secrets',
  tag,
  needs: ['manage', 'key'],
  answer: { status: 200, description: 'Oldest first', schema: z.object({ keys: z.array(object) }) },
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
  router.add(listing, ({ principal }) => ({ keys: keys.list(principal.tenant).map(shown) }));
  router.add(creation, ({ body, principal: { tenant } }) => {
    if (body.expiresAt !== undefined && body.expiresAt <= now())
      throw new RefusalError(400, 'expiresAt is in the past: such a key could never be used');
    return keys.create({ ...body, tenant });
  });
  router.add(revocation, ({ params, principal }) => keys.revoke(principal.tenant, params.key));
  router.add(ticketing, ({ principal }) => tickets.issue(principal));
}

function shown({ hash: _hash, ...key }: StoredKey): Omit<StoredKey, 'hash'> {
  return key;
}
