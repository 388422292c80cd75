import type { PendingApproval, ValueOrigin } from '@batonhq/core';
import { ask, type Json } from '../client.ts';
import { call } from './call.ts';

export type { PendingApproval, ValueOrigin };

/** Questions, their answers, and changing what is asked. */
export const approvals = {
  list: () => ask<{ readonly approvals: readonly PendingApproval[] }>('/api/approvals'),
  answer: (id: string, { verb, comment }: { readonly verb: 'approve' | 'deny'; readonly comment: string }) =>
    call(`POST /api/approvals/{id}/${verb}`, { params: { id }, body: comment === '' ? {} : { comment } }),
  /** Asks about another input instead; the id of the new question. */
  amend: (id: string, input: Json) => call('POST /api/approvals/{id}/amend', { params: { id }, body: { input } }),
};
