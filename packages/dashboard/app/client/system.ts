import type { Answer, Given } from '@batonhq/server/client';
import { api } from './api.ts';

/** Totals, health with its signs, and what to do about it. */
export type SystemMetrics = Answer<'GET /api/system/metrics'>;

/** From well to bad. */
export type Level = SystemMetrics['systemHealth'];

/** Who did what over HTTP, or was refused. */
export type AuditEntry = Answer<'GET /api/audit'>['entries'][number];

type AuditQuery = NonNullable<Given<'GET /api/audit'>['query']>;

/** Which entries; what is empty does not matter. */
interface AuditFilter extends Pick<AuditQuery, 'before'> {
  readonly user: string;
  readonly result: AuditEntry['result'] | '';
}

/** How the system does, and who did what. */
export const system = {
  metrics: () => api.call('GET /api/system/metrics'),
  audit: ({ user, result, before }: AuditFilter) =>
    api.call('GET /api/audit', {
      query: {
        limit: 100,
        ...(user !== '' && { user }),
        ...(result !== '' && { result }),
        ...(before !== undefined && { before }),
      },
    }),
};
