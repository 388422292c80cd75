import type { Recorded, RepeatedEffect } from '@batonhq/core';
import { ask, type Json } from '../client.ts';
import type { Assignment } from './agents.ts';

/** What branching off would do, before it is done. */
export interface BranchPreview {
  /** The task that would begin anew; null for the whole. */
  readonly from: string | null;
  /** Outside calls that may be made again, under keys of their own. */
  readonly repeats: readonly RepeatedEffect[];
  /** Work that counts as done, though the original has undone it since. */
  readonly undone: readonly string[];
  /** What flows into that task, or into the workflow. */
  readonly input: Json;
  /** Where a faulted execution is best tried again; null when no task is to blame. */
  readonly retryPoint: string | null;
}

/** Where an execution goes on from in a new one. */
export interface Branch {
  readonly from?: string;
  readonly input?: Json;
}

const orchestrate = (id: string): string => `/api/orchestrate/${encodeURIComponent(id)}`;

/** What the page of one execution asks of the server. */
export const executionClient = {
  events: (id: string, { after, limit }: { readonly after: number; readonly limit: number }) =>
    ask<{ readonly events: readonly Recorded[] }>(
      `/api/executions/${encodeURIComponent(id)}/events?after=${after}&limit=${limit}`,
    ),
  preview: (id: string, from: string | null) =>
    ask<BranchPreview>(`${orchestrate(id)}/branch${from === null ? '' : `?from=${encodeURIComponent(from)}`}`),
  /** Which agents got missions of an execution, and why those. */
  assignments: (id: string) =>
    ask<{ readonly assignments: readonly Assignment[] }>(`/api/executions/${encodeURIComponent(id)}/assignments`),
  branch: (id: string, branch: Branch) =>
    ask<{ readonly id: string }>(`${orchestrate(id)}/branch`, { method: 'POST', body: branch }),
};
