import type { Answer, Given } from '@batonhq/server/client';
import { api } from './api.ts';

/** A key without its secret. Instants are milliseconds since 1970. */
export type Key = Answer<'GET /api/keys'>['keys'][number];

/** What a key is made of. */
export type NewKey = Given<'POST /api/keys'>['body'];

/** Whose admins look after the keys of all tenants. */
export const home = 'local';

/** Roles, from the one that may least. */
export const roles: readonly NewKey['role'][] = ['viewer', 'operator', 'approver', 'developer', 'admin'];

export const keys = {
  /** Those of a tenant; empty: of one's own. */
  list: (tenant: string) => api.call('GET /api/keys', { query: ofTenant(tenant) }),
  make: (key: NewKey) => api.call('POST /api/keys', { body: key }),
  revoke: (key: string, tenant: string) =>
    api.call('DELETE /api/keys/{key}', { params: { key }, query: ofTenant(tenant) }),
};

function ofTenant(tenant: string): { readonly tenant?: string } {
  return tenant === '' ? {} : { tenant };
}
