import type { Answer, Given } from '@batonhq/server/client';
import { api } from './api.ts';

/** What branching off would do, before it is done. */
export type BranchPreview = Answer<'GET /api/orchestrate/{id}/branch'>;

type Branch = Given<'POST /api/orchestrate/{id}/branch'>['body'];
type Part = NonNullable<Given<'GET /api/executions/{id}/events'>['query']>;

/** What the page of one execution asks of the server. */
export const executionClient = {
  events: (id: string, query: Part) => api.call('GET /api/executions/{id}/events', { params: { id }, query }),
  preview: (id: string, from: string | null) =>
    api.call('GET /api/orchestrate/{id}/branch', { params: { id }, query: from === null ? {} : { from } }),
  /** Which agents got missions of an execution, and why those. */
  assignments: (id: string) => api.call('GET /api/executions/{id}/assignments', { params: { id } }),
  branch: (id: string, branch: Branch) =>
    api.call('POST /api/orchestrate/{id}/branch', { params: { id }, body: branch }),
};
