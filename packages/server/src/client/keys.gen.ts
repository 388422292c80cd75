// Written by `npm run client` out of the descriptions of the routes: change those.
import type { Key } from './named-shapes.gen.ts';

/**
 * Routes, with what each takes and what it answers.
 */
export interface KeysRoutes {
  /**
   * The keys of a tenant, without their secrets
   */
  'GET /api/keys': {
    query?: {
      tenant?: string;
    };
    answer: {
      keys: Key[];
    };
  };
  /**
   * Make a key; its token is told this once
   */
  'POST /api/keys': {
    body: {
      user: string;
      name: string;
      role: 'viewer' | 'operator' | 'approver' | 'developer' | 'admin';
      tenant?: string;
      expiresAt?: number;
    };
    answer: {
      id: string;
      token: string;
    };
  };
  /**
   * Make a key useless at once
   */
  'DELETE /api/keys/{key}': {
    params: {
      key: string;
    };
    query?: {
      tenant?: string;
    };
    answer: null;
  };
  /**
   * A ticket that opens one stream (`?ticket=`), for readers that can send no headers
   */
  'POST /api/tickets': {
    answer: {
      ticket: string;
      until: number;
    };
  };
}
