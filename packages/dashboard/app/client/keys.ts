import type { Given } from '@batonhq/server/client';
import { ask, queryOf } from '../client.ts';
import { call } from './call.ts';

/** A key without its secret. Instants are milliseconds since 1970. */
export interface Key {
  readonly id: string;
  readonly name: string;
  readonly user: string;
  readonly role: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly usedAt: number | null;
}

/** What a key is made of. */
export type NewKey = Given<'POST /api/keys'>['body'];

/** Whose admins look after the keys of all tenants. */
export const home = 'local';

/** Roles, from the one that may least. */
export const roles: readonly NewKey['role'][] = ['viewer', 'operator', 'approver', 'developer', 'admin'];

export const keys = {
  /** Those of a tenant; empty: of one's own. */
  list: (tenant: string) => ask<{ readonly keys: readonly Key[] }>(`/api/keys?${queryOf({ tenant })}`),
  make: (key: NewKey) => call('POST /api/keys', { body: key }),
  revoke: (key: string, tenant: string) =>
    call('DELETE /api/keys/{key}', { params: { key }, query: tenant === '' ? {} : { tenant } }),
};
