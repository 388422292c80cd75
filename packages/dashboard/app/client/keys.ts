import { ask } from '../client.ts';

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

export interface NewKey {
  readonly name: string;
  readonly user: string;
  readonly role: string;
  readonly expiresAt?: number;
}

/** Roles, from the one that may least. */
export const roles = ['viewer', 'operator', 'approver', 'developer', 'admin'];

export const keys = {
  list: () => ask<{ readonly keys: readonly Key[] }>('/api/keys'),
  make: (key: NewKey) =>
    ask<{ readonly id: string; readonly token: string }>('/api/keys', { method: 'POST', body: key }),
  revoke: (id: string) => ask<null>(`/api/keys/${encodeURIComponent(id)}`, { method: 'DELETE' }),
};
