import type { PendingApproval, ValueOrigin } from '@batonhq/core';
import { ask, type Json } from '../client.ts';

export type { PendingApproval, ValueOrigin };

const at = (id: string): string => `/api/approvals/${encodeURIComponent(id)}`;

/** Questions, their answers, and changing what is asked. */
export const approvals = {
  list: () => ask<{ readonly approvals: readonly PendingApproval[] }>('/api/approvals'),
  answer: (id: string, { verb, comment }: { readonly verb: 'approve' | 'deny'; readonly comment: string }) =>
    ask<null>(`${at(id)}/${verb}`, { method: 'POST', body: comment === '' ? {} : { comment } }),
  /** Asks about another input instead; the id of the new question. */
  amend: (id: string, input: Json) =>
    ask<{ readonly id: string }>(`${at(id)}/amend`, { method: 'POST', body: { input } }),
};
