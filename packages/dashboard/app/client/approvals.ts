import type { Answer } from '@batonhq/server/client';
import type { Json } from '../client.ts';
import { api } from './api.ts';

/** What people are asked: everything they need for an answer. */
export type PendingApproval = Answer<'GET /api/approvals'>['approvals'][number];

/** Where one value of a call came from. */
export type ValueOrigin = PendingApproval['origins'][number];

/** Questions, their answers, and changing what is asked. */
export const approvals = {
  list: () => api.call('GET /api/approvals'),
  answer: (id: string, { verb, comment }: { readonly verb: 'approve' | 'deny'; readonly comment: string }) =>
    api.call(`POST /api/approvals/{id}/${verb}`, { params: { id }, body: comment === '' ? {} : { comment } }),
  /** Asks about another input instead; the id of the new question. */
  amend: (id: string, input: Json) => api.call('POST /api/approvals/{id}/amend', { params: { id }, body: { input } }),
};
